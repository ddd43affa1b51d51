import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Mistake } from '../cli/exit-codes.ts'
import { type Input, notUtf8 } from './input.ts'

/** A record or a line longer than this is none that anybody meant: most likely a quote was never closed. */
export const MOST_RECORD_BYTES = 1024 * 1024
/** So many faults are named; of the others it is said how many there are. */
const MOST_NAMED = 5

/** Reads an input once from its beginning to its end. @returns the hash of its bytes @throws Mistake where it is no UTF-8 */
export async function scan(input: Input, each: (part: Buffer) => Promise<void> | void): Promise<string> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for await (const part of createReadStream(input.path) as AsyncIterable<Buffer>) {
    hash.update(part)
    try {
      decoder.decode(part, { stream: true })
    } catch {
      throw notUtf8(input.name, line + linesBefore(part))
    }
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) line += 1
    await each(part)
  }
  try {
    decoder.decode()
  } catch {
    throw notUtf8(input.name, line)
  }
  return hash.digest('hex')
}

/** Whole lines before the first that can't be read. The first and the last may be cut, and may be good with what stands around. */
function linesBefore(part: Buffer): number {
  let lines = 0
  for (let from = 0; ; lines++) {
    const end = part.indexOf(10, from)
    if (end < 0) return lines
    if (from > 0 && !isUtf8(part.subarray(from, end))) return lines
    from = end + 1
  }
}

/** What is wrong with an input, line by line. */
export class Faults {
  readonly #input: Input
  readonly #named: string[] = []
  #count = 0
  #last = ''

  constructor(input: Input) {
    this.#input = input
  }

  /** @param what goes on behind the line’s number */
  add(line: number, what: string): void {
    const fault = `line ${line}${what.replace(/\.$/, '')}`
    // One line may be told of many times over.
    if (fault === this.#last) return
    this.#last = fault
    this.#count += 1
    if (this.#named.length < MOST_NAMED) this.#named.push(fault)
  }

  /** @throws Mistake if there were any */
  end(): void {
    if (this.#count === 0) return
    const more = this.#count - this.#named.length
    const told = [...this.#named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
    throw new Mistake(
      `${this.#input.name}: ${told}${told.endsWith('?') ? '' : '.'} Nothing was sent; mend it, then give the command again.`,
    )
  }
}
