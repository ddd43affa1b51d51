import type { Clock } from '../../../lib/clock.ts'
import { Idempotency, type Scope } from '../../../lib/ledger/idempotency.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { passingClock } from './passing-clock.ts'
import type { CountedTable } from './state.ts'

let keys = 0
export const scope = (given: Partial<Scope> = {}): Scope => {
  keys += 1
  return { caller: 'billing', app: 'default', operation: 'friends.update', key: `key ${keys}`, ...given }
}

export function instanceOn(table: CountedTable, clock: Clock = passingClock()) {
  const log = recordedLog()
  const idempotency = new Idempotency({ table, clock, log })
  let runs = 0
  const work =
    <A>(answer: A, keep = true) =>
    async () => {
      runs += 1
      return { answer, keep }
    }
  const run = <A>(of: Scope, answer: A, given: { keep?: boolean; body?: string } = {}) =>
    idempotency.run(of, given.body ?? 'hash', clock.now() + 25_000, work(answer, given.keep))
  return { table, log, idempotency, run, runs: () => runs }
}
