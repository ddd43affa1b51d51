import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

/** Lines kept of each account, to be told with a violation. */
const KEPT = 40
const BUFFERED = 500

/** What happened, a line each: hashed, and written to a file where one is wanted. */
export class History {
  readonly #hash = createHash('sha256')
  readonly #file: number | undefined
  readonly #now: () => number
  readonly #recent = new Map<string, string[]>()
  #buffer: string[] = []
  lines = 0

  constructor(now: () => number, file?: string) {
    this.#now = now
    this.#file = file === undefined ? undefined : openSync(file, 'w')
  }

  /**
   * @param who an instance, or a part of the world
   * @param about what it is about, such as an account
   */
  note(who: string, what: string, about = ''): void {
    const line = `${this.#now().toFixed(3)} ${who} ${what}`
    this.lines++
    this.#buffer.push(line)
    if (about !== '') this.#keep(about, line)
    if (this.#buffer.length >= BUFFERED) this.#flush()
  }

  /** The last lines about that. */
  recent(about: string): readonly string[] {
    return this.#recent.get(about) ?? []
  }

  /** SHA-256 of all lines, in hex. Ends the history. */
  end(): string {
    this.#flush()
    if (this.#file !== undefined) closeSync(this.#file)
    return this.#hash.digest('hex')
  }

  #keep(about: string, line: string): void {
    const known = this.#recent.get(about)
    if (!known) this.#recent.set(about, [line])
    else if (known.push(line) > 2 * KEPT) known.splice(0, KEPT)
  }

  #flush(): void {
    if (this.#buffer.length === 0) return
    const text = `${this.#buffer.join('\n')}\n`
    this.#hash.update(text)
    if (this.#file !== undefined) writeSync(this.#file, text)
    this.#buffer = []
  }
}
