import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { addAbortSignal } from 'node:stream'
import { Mistake } from './exit-codes.ts'
import { JsonFault, parseJson } from './json-text.ts'
import type { Terminal } from './terminal.ts'

/** What commands say of an argument that names their input. */
export const INPUT = 'a file with JSON, - for standard input, or the JSON itself in quotes'

/**
 * Reads JSON from a file, from standard input (`-`), or from the argument itself.
 * @throws Mistake a line that names the file, the place and the cure
 */
export async function readJsonArgument(given: string, terminal: Terminal): Promise<unknown> {
  if (/^\s*[{[]/.test(given)) return parsed(given, 'The JSON in quotes')
  const { name, bytes } = await readBytes(given, terminal)
  return parsed(decoded(bytes, name), name)
}

/** The text of a file or of standard input. @throws Mistake */
export async function readText(given: string, terminal: Terminal): Promise<string> {
  const { name, bytes } = await readBytes(given, terminal)
  return decoded(bytes, name)
}

async function readBytes(
  given: string,
  terminal: Terminal,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  if (given !== '-') return { name: given, bytes: await readOwn(given) }
  if (terminal.isTyped) terminal.complain('Reading standard input; end it with Ctrl-D.')
  const parts: Uint8Array[] = []
  // Whoever types nothing more and presses Ctrl-C is not waited for.
  for await (const part of addAbortSignal(terminal.signal, terminal.input)) parts.push(part)
  return { name: 'Standard input', bytes: Buffer.concat(parts) }
}

const CURES: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file. Check the name, and the folder that you are in.',
  EISDIR: 'This is a folder. Name a file in it.',
  EACCES: 'You may not read it. Check its permissions (ls -l).',
  EPERM: 'You may not read it. Check its permissions (ls -l).',
  ENOTDIR: 'A part of this path is a file, not a folder. Check the path.',
  ENAMETOOLONG: 'This is too long for the name of a file. JSON itself begins with { or [.',
}

async function readOwn(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new Mistake(`${file}: ${CURES[code] ?? message}`)
  }
}

/** @throws Mistake for what is no UTF-8; a byte order mark is dropped */
function decoded(bytes: Buffer, name: string): string {
  const isUtf16 =
    bytes.length > 1 && (bytes[0] === 0 || bytes[1] === 0 || /^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2)))
  if (isUtf16) throw new Mistake(`${name} is UTF-16. Save it as UTF-8: iconv -f UTF-16 -t UTF-8`)
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes)
  throw new Mistake(
    `${name} is not UTF-8 ${placeOf(bytes)}. Save it as UTF-8, as by iconv -f GB18030 -t UTF-8 where it is Chinese text.`,
  )
}

/** The line that holds the first byte that is wrong. */
function placeOf(bytes: Buffer): string {
  const lines = bytes.toString('latin1').split('\n')
  return `(line ${lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1'))) + 1})`
}

function parsed(text: string, name: string): unknown {
  if (text.trim() === '') throw new Mistake(`${name} is empty. It must hold JSON.`)
  try {
    return parseJson(text)
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    throw new Mistake(`${name}:${error.line}:${error.column} is not JSON: ${error.message}. Mend it there.`)
  }
}
