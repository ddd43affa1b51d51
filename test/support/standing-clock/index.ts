import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { dateBy } from '../date-by.ts'

/**
 * One clock for this process and all processes of functions, which stands still until it is moved. Vitest's own would not: whatever waits
 * for something to come true moves that one on.
 */
export class StandingClock {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'standing-clock-'))
  readonly #file = path.join(this.#folder, 'now')
  readonly #before = Date
  #now = Date.now()

  constructor() {
    this.pass(0)
    globalThis.Date = dateBy(() => this.#now)
  }

  /** What the functions' processes need to go by it. */
  get environment(): Record<string, string> {
    const preload = pathToFileURL(path.join(import.meta.dirname, 'preload.ts')).href
    return {
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${preload}`,
      STANDING_CLOCK: this.#file,
    }
  }

  pass(ms: number): void {
    this.#now += ms
    // Nobody reads half a number: what stands there is whole, this one or the one before.
    writeFileSync(`${this.#file}.new`, String(this.#now))
    renameSync(`${this.#file}.new`, this.#file)
  }

  close(): void {
    globalThis.Date = this.#before
    rmSync(this.#folder, { recursive: true })
  }
}
