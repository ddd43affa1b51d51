import type { Verdict } from '../rows/portion.ts'
import type { ChunkEnd, NotDone } from './journal.ts'

/** Rows by what became of them. */
export class Tally {
  ok = 0
  failed = 0
  unknown = 0
  /** Rows that are not done by the codes that say why. */
  readonly codes = new Map<string, number>()

  get rows(): number {
    return this.ok + this.failed + this.unknown
  }

  add({ rows, not }: ChunkEnd): void {
    this.ok += rows
    for (const [status, code, , places] of not) {
      this.ok -= places.length
      this[status] += places.length
      this.codes.set(code, (this.codes.get(code) ?? 0) + places.length)
    }
  }
}

const MOST_MESSAGE = 500

/** What is written down of a chunk: what is alike is written once. */
export function endOf(first: number, verdicts: readonly Verdict[]): ChunkEnd {
  const not = new Map<string, NotDone & { readonly 3: number[] }>()
  for (const [place, { status, error }] of verdicts.entries()) {
    if (status !== 'failed' && status !== 'unknown') continue
    const { code = 'UNREADABLE_ANSWER', message = '' } = error ?? {}
    const known = not.get(`${status} ${code} ${message}`)
    if (known) known[3].push(place)
    else not.set(`${status} ${code} ${message}`, [status, code, message.slice(0, MOST_MESSAGE), [place]])
  }
  return { first, rows: verdicts.length, not: [...not.values()] }
}
