import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Mistake } from '../cli/exit-codes.ts'
import { diskTrouble } from './input.ts'

/** What a run is: with any other of these it would be another. */
export interface RunFacts {
  readonly operation: string
  /** Hash of the input's bytes. */
  readonly input: string
  readonly gateway: string
  readonly map: string
  readonly set: string
  readonly run: string
}

/** Rows that are not done for one reason, by their places in a chunk. */
export type NotDone = readonly [status: 'failed' | 'unknown', code: string, message: string, places: readonly number[]]

/** What became of a chunk: of the rows that are not named all are done. */
export interface ChunkEnd {
  readonly first: number
  readonly rows: number
  readonly not: readonly NotDone[]
}

/** A chunk that was sent and of which no answer is written down. */
export interface OpenChunk {
  readonly rows: number
  /** Unix milliseconds. */
  readonly sentAt: number
}

/** What an earlier run left behind. */
export interface Earlier {
  /** Rows of each chunk that has ended, by its first row; 0 for all others. */
  readonly ended: Uint32Array
  /** By their first rows. */
  readonly open: Map<number, OpenChunk>
  readonly startedAt: number
  /** Whether there was such a run at all. */
  readonly isThere: boolean
}

type Line =
  | ({ readonly journal: 1; readonly startedAt: number; readonly size: number } & RunFacts)
  | { readonly sent: readonly (readonly [first: number, rows: number])[]; readonly at: number }
  | ChunkEnd

/** The journal could not be written: what is not in it must not be sent. */
export class JournalLost extends Error {
  override readonly name = 'JournalLost'
}

/**
 * A file that says what was sent and what came of it: a line before chunks go out, and one when they have ended. The last line may be
 * torn, where a process was killed while it wrote. What is sent twice all the same is not done twice: its key is the same.
 */
export class Journal {
  readonly path: string
  readonly #file: FileHandle
  #last: Promise<unknown> = Promise.resolve()

  private constructor(path: string, file: FileHandle) {
    this.path = path
    this.#file = file
  }

  /**
   * Opens the journal of a run, or begins one.
   * @param size rows of the input
   * @param onEnd told of each chunk that an earlier run ended
   * @throws Mistake where another run's journal stands there, or none can be written
   */
  static async open(
    path: string,
    facts: RunFacts,
    size: number,
    now: () => number,
    onEnd: (end: ChunkEnd) => void,
  ): Promise<readonly [Journal, Earlier]> {
    const file = await open(path, 'a+', 0o600).catch((error) => {
      throw new Mistake(`The journal ${path} can't be opened: ${diskTrouble(error)} --journal names another place.`)
    })
    try {
      if (!(await file.stat()).isFile()) throw new Mistake(`${path} is no file. Name another with --journal.`)
      const earlier: Earlier & { startedAt: number; isThere: boolean } = {
        ended: new Uint32Array(size),
        open: new Map(),
        startedAt: now(),
        isThere: false,
      }
      const whole = await readLines(path, (line) => {
        take(line, earlier, facts, path)
        if ('not' in line) onEnd(line)
      })
      // What is torn goes, or the next line would be glued to it.
      await file.truncate(whole)
      const journal = new Journal(path, file)
      if (!earlier.isThere) await journal.#write([{ journal: 1, startedAt: earlier.startedAt, size, ...facts }])
      return [journal, earlier]
    } catch (error) {
      await file.close()
      throw error instanceof JournalLost ? new Mistake(error.message) : error
    }
  }

  /** @throws JournalLost */
  sent(chunks: readonly (readonly [first: number, rows: number])[], at: number): Promise<void> {
    return this.#write([{ sent: chunks, at }])
  }

  /** @throws JournalLost */
  ended(chunks: readonly ChunkEnd[]): Promise<void> {
    return this.#write(chunks)
  }

  /** One after another, and each on the disk before the next. */
  #write(lines: readonly Line[]): Promise<void> {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    const writing = this.#last.then(async () => {
      try {
        await this.#file.appendFile(text)
        await this.#file.datasync()
      } catch (error) {
        throw new JournalLost(
          `The journal ${this.path} can't be written: ${diskTrouble(error as NodeJS.ErrnoException)}`,
        )
      }
    })
    this.#last = writing
    return writing
  }

  /** All chunks that ended, as they were written down. */
  async *ends(): AsyncGenerator<ChunkEnd> {
    for await (const text of createInterface({
      input: createReadStream(this.path),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      const line = parsed(text)
      if (line && 'not' in line) yield line
    }
  }

  async close(): Promise<void> {
    await this.#last.catch(() => undefined)
    await this.#file.close()
  }
}

function take(
  line: Line,
  earlier: Earlier & { startedAt: number; isThere: boolean },
  facts: RunFacts,
  path: string,
): void {
  if ('journal' in line) {
    refuseOther(line, facts, path)
    earlier.startedAt = line.startedAt
    earlier.isThere = true
  } else if ('sent' in line) {
    for (const [first, rows] of line.sent) {
      if (!earlier.ended[first]) earlier.open.set(first, { rows, sentAt: earlier.open.get(first)?.sentAt ?? line.at })
    }
  } else {
    earlier.ended[line.first] = line.rows
    earlier.open.delete(line.first)
  }
}

const words: Readonly<Record<keyof RunFacts, string>> = {
  operation: 'another operation',
  input: 'another input, or of this one before it was changed',
  gateway: 'another gateway',
  map: 'another --map',
  set: 'another --set',
  run: 'another --run',
}

/** @throws Mistake */
function refuseOther(before: RunFacts, facts: RunFacts, path: string): void {
  const other = (Object.keys(words) as (keyof RunFacts)[]).find((name) => before[name] !== facts[name])
  if (other === undefined) return
  throw new Mistake(
    `${path} is the journal of ${words[other]}. Delete it if that run is over, or name another with --journal.`,
  )
}

/** Reads whole lines. @returns bytes of them @throws Mistake where a line is none of a journal's */
async function readLines(path: string, each: (line: Line) => void): Promise<number> {
  let rest = Buffer.alloc(0)
  let whole = 0
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, part]) : part
    const end = bytes.lastIndexOf(10) + 1
    for (const text of bytes.toString('utf8', 0, end).split('\n').slice(0, -1)) {
      const line = parsed(text)
      // The first line is the head, whole or torn; anything else is somebody's own file.
      if (!line || (whole === 0 && !('journal' in line))) throw noJournal(path)
      whole += Buffer.byteLength(text) + 1
      each(line)
    }
    rest = Buffer.from(bytes.subarray(end))
  }
  if (whole === 0 && rest.length > 0 && !rest.toString('utf8').startsWith('{"journal"')) throw noJournal(path)
  return whole
}

const noJournal = (path: string): Mistake => new Mistake(`${path} is no journal of bulk. Name another with --journal.`)

function parsed(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text)
    return typeof line === 'object' && line !== null && ['journal', 'sent', 'not'].some((name) => name in line)
      ? (line as Line)
      : undefined
  } catch {
    return undefined
  }
}
