import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Mistake } from '../cli/exit-codes.ts'

/** A file of UTF-8 that is read twice: once whole, once by places. */
export interface Input {
  readonly path: string
  readonly format: 'csv' | 'ndjson'
  /** What people call it. */
  readonly name: string
  /** Throws where it is no longer the file that was read first. @throws Mistake */
  readonly check: () => Promise<void>
  /** Deletes what was written for it alone. */
  readonly remove: () => Promise<void>
}

const FIRST_BYTES = 4096
const UTF16 = { fffe: 'utf-16le', feff: 'utf-16be' } as const

/**
 * Opens a file, or spools a pipe into one. UTF-16 with a byte order mark is turned into UTF-8.
 * @param file a path, or `-`
 * @throws Mistake for a file that is missing, empty or no text
 */
export async function openInput(file: string, pipe: Readable): Promise<Input> {
  const folder: { path?: string } = {}
  const remove = async () => {
    if (folder.path !== undefined) await rm(folder.path, { recursive: true, force: true })
  }
  const spool = async (from: AsyncIterable<Uint8Array>, name: string) => {
    try {
      folder.path ??= await mkdtemp(path.join(tmpdir(), 'chat-gateway-bulk-'))
      const to = path.join(folder.path, name)
      await pipeline(from, createWriteStream(to, { mode: 0o600 }))
      return to
    } catch (error) {
      if (error instanceof Mistake) throw error
      throw new Mistake(`The input can't be copied into ${tmpdir()}: ${diskTrouble(error as NodeJS.ErrnoException)}`)
    }
  }
  try {
    const name = file === '-' ? 'standard input' : file
    const raw = await asFile(file, pipe, spool)
    const first = await firstBytes(raw, name)
    const utf16 = UTF16[first.subarray(0, 2).toString('hex') as keyof typeof UTF16]
    refuseBinary(first, utf16, name)
    const text = utf16 ? await spool(toUtf8(raw, utf16, name), 'input.utf-8') : raw
    const start = utf16 ? new TextDecoder(utf16).decode(first) : first.toString('utf8').replace(/^\ufeff/, '')
    if (/^\s*\[/.test(start)) throw new Mistake(`${name} is a JSON array: write one object a line (jq -c '.[]' does).`)
    return {
      path: text,
      name,
      format: /^\s*\{/.test(start) ? 'ndjson' : 'csv',
      check: await checker(raw, name),
      remove,
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** What can be read once only, such as a pipe or `<(…)` of a shell, becomes a file. */
async function asFile(
  file: string,
  pipe: Readable,
  spool: (from: AsyncIterable<Uint8Array>, name: string) => Promise<string>,
): Promise<string> {
  if (file === '-') return spool(pipe, 'input')
  const found = await stat(file).catch(() => undefined)
  return found === undefined || found.isFile() || found.isDirectory() ? file : spool(createReadStream(file), 'input')
}

async function firstBytes(file: string, name: string): Promise<Buffer> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new Mistake(openTrouble(error, name))
  })
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0).catch((error) => {
      throw new Mistake(openTrouble(error, name))
    })
    if (bytesRead === 0)
      throw new Mistake(`${name} is empty: it needs a line of column names, or a JSON object a line.`)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function openTrouble({ code, message }: NodeJS.ErrnoException, name: string): string {
  if (code === 'ENOENT') return `There is no file ${name}. Check the path, or give - to read a pipe.`
  if (code === 'EISDIR') return `${name} is a folder; give a file in it.`
  if (code === 'EACCES' || code === 'EPERM') return `${name} may not be read by you (${code}).`
  return `${name} can't be read: ${message}`
}

export function diskTrouble({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full. Make room, then give the same command again.'
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return `it may not be written there (${code}).`
  if (code === 'ENOENT') return 'there is no such folder.'
  return message
}

function refuseBinary(first: Buffer, utf16: string | undefined, name: string): void {
  const start = first.subarray(0, 4).toString('hex')
  if (start.startsWith('504b0304')) {
    throw new Mistake(`${name} is a packed file, such as a spreadsheet: save it as "CSV UTF-8" first.`)
  }
  if (start.startsWith('1f8b')) throw new Mistake(`${name} is packed by gzip: give what gunzip -c makes of it to -.`)
  if (start === 'fffe0000' || start === '0000feff' || (utf16 === undefined && first.includes(0))) {
    const cure = 'save it as "CSV UTF-8", or convert it, such as with iconv -f UTF-16LE -t UTF-8.'
    throw new Mistake(`${name} holds NULs, so it is no UTF-8 text: ${cure}`)
  }
}

export const notUtf8 = (name: string, line: number): Mistake =>
  new Mistake(
    `${name} is no UTF-8 (line ${line}): save it as "CSV UTF-8", or convert it, such as with iconv -f GBK -t UTF-8 (or -f LATIN1).`,
  )

async function* toUtf8(file: string, encoding: string, name: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let line = 1
  try {
    for await (const part of createReadStream(file)) {
      const text = decoder.decode(part as Uint8Array, { stream: true })
      line += text.split('\n').length - 1
      yield Buffer.from(text)
    }
    yield Buffer.from(decoder.decode())
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Mistake(`${name} is broken UTF-16 (line ${line}): save it anew as "CSV UTF-8".`)
  }
}

async function checker(file: string, name: string): Promise<() => Promise<void>> {
  const before = await stat(file)
  return async () => {
    const now = await stat(file).catch(() => undefined)
    if (now?.size === before.size && now.mtimeMs === before.mtimeMs) return
    throw new Mistake(`${name} was changed while it was being sent. Put it back as it was, or send it as another run.`)
  }
}
