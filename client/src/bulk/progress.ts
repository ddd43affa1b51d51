import type { BulkOptions } from './options.ts'

const TERMINAL_MS = 500
const LINES_MS = 10_000
/** The rate is that of the last so many milliseconds. */
const RECENT_MS = 15_000

export interface Counted {
  readonly rows: number
  readonly failed: number
  readonly unknown: number
}

/** Says how far a run is, with rate and time left: on one line of a terminal that is written over, else now and then on a line of its own. */
export class Progress {
  readonly #err: BulkOptions['err']
  readonly #total: number
  readonly #counted: () => Counted
  readonly #now: () => number
  readonly #timer: NodeJS.Timeout
  /** Rows done by when. */
  readonly #past: (readonly [at: number, rows: number])[]
  #shown = 0

  constructor(err: BulkOptions['err'], total: number, counted: () => Counted, now: () => number) {
    this.#err = err
    this.#total = total
    this.#counted = counted
    this.#now = now
    this.#past = [[now(), counted().rows]]
    this.#timer = setInterval(() => this.#show(), err.isTTY ? TERMINAL_MS : LINES_MS)
    this.#timer.unref()
  }

  #show(): void {
    const line = this.line()
    if (this.#err.isTTY) this.#err.write(`\r${line.padEnd(this.#shown)}`)
    else this.#err.write(`${line}\n`)
    this.#shown = line.length
  }

  /** How far it is, in words. */
  line(): string {
    const now = this.#now()
    const { rows, failed, unknown } = this.#counted()
    while (this.#past.length > 1 && (this.#past[1]?.[0] ?? now) <= now - RECENT_MS) this.#past.shift()
    const [at, before] = this.#past[0] ?? [now, rows]
    if ((this.#past.at(-1)?.[0] ?? 0) < now) this.#past.push([now, rows])
    const rate = now > at ? ((rows - before) * 1000) / (now - at) : 0
    const percent = Math.floor((rows / this.#total) * 100)
    const left = rate > 0 ? `, ${duration((this.#total - rows) / rate)} left` : ''
    const notDone = [failed > 0 ? `${count(failed)} failed` : '', unknown > 0 ? `${count(unknown)} unknown` : '']
    return [
      `${count(rows)} of ${count(this.#total)} rows (${percent} %)`,
      `${count(Math.round(rate))} rows/s`,
      ...notDone,
    ]
      .filter((part) => part !== '')
      .join(', ')
      .concat(left)
  }

  end(): void {
    clearInterval(this.#timer)
    if (this.#err.isTTY && this.#shown > 0) this.#err.write(`\r${' '.repeat(this.#shown)}\r`)
  }
}

export const count = (number: number): string => number.toLocaleString('en')

/** Seconds as people say them. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
