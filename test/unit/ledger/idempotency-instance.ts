import type { Clock } from '../../../lib/clock.ts'
import { type Doubt, Idempotency, type Keyed, type Scope } from '../../../lib/ledger/idempotency.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { passingClock } from './passing-clock.ts'
import type { CountedTable } from './state.ts'

let keys = 0
export const scope = (given: Partial<Scope> = {}): Keyed => {
  keys += 1
  return {
    requestId: 'request',
    caller: 'billing',
    app: 'default',
    operation: 'friends.update',
    key: `key ${keys}`,
    ...given,
  }
}

export function instanceOn(table: CountedTable, clock: Clock = passingClock()) {
  const log = recordedLog()
  const idempotency = new Idempotency({ table, clock, log })
  const doubts: (Doubt | undefined)[] = []
  const work =
    <A>(answer: A, keep = true) =>
    async (doubt: Doubt | undefined) => {
      doubts.push(doubt)
      return { answer, keep }
    }
  const run = <A>(of: Keyed, answer: A, given: { keep?: boolean; body?: string } = {}) =>
    idempotency.run(of, given.body ?? 'hash', clock.now() + 25_000, work(answer, given.keep))
  /** A request whose process ends in the middle of its work. */
  const crash = (of: Keyed, timeMs: number) =>
    new Promise<void>((began) => {
      const work = () => {
        began()
        return new Promise<never>(() => undefined)
      }
      void idempotency.run(of, 'hash', clock.now() + timeMs, work)
    })
  return {
    table,
    log,
    idempotency,
    run,
    crash,
    runs: () => doubts.length,
    repeats: () => doubts.map((doubt) => doubt !== undefined),
    doubts: () => doubts,
  }
}

/** Work that ends when the test says so. */
export function heldWork(keep = true) {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>()
  const { promise, resolve: end, reject: fail } = Promise.withResolvers<{ answer: string; keep: boolean }>()
  const work = () => {
    begin()
    return promise
  }
  return { work, began, end: (answer: string) => end({ answer, keep }), fail }
}
