import type { Clock } from '../../../lib/clock.ts'
import { type Place, SharedQuota } from '../../../lib/quota/quota.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import type { CountedTable } from './state.ts'

export const PER_SECOND = 20
/** Of a quota of 20 a second, 95 % of which is used. */
export const INTERVAL_MS = 1000 / (PER_SECOND * 0.95)
export const LONG_MS = 25_000
/** Of calls whose caller makes no difference. */
export const CALLER = 'caller'

let lanes = 0
export const newLane = () => {
  lanes += 1
  return `default lane ${lanes}`
}

/** @param rate of its lanes, where that is not what the setting says */
export function instanceOn(table: CountedTable, clock: Clock, callsPerSecond = PER_SECOND, rate?: number) {
  const log = recordedLog()
  const quota = new SharedQuota({ table, callsPerSecond, clock, log })
  /** When the call may go out, or undefined where that is too late. */
  const at = async (lane: string, latestMs = LONG_MS, caller = CALLER) => {
    const place = await quota.takePlace({ lane, rate }, latestMs, caller)
    return 'tooLate' in place ? undefined : clock.now() + place.waitMs
  }
  const many = (lane: string, count: number, latestMs?: number, caller?: string) =>
    Promise.all(Array.from({ length: count }, () => at(lane, latestMs, caller)))
  return { quota, table, log, at, many }
}

export const numbers = (times: readonly (number | undefined)[]) => times.filter((at) => at !== undefined)
export const gaps = (times: readonly (number | undefined)[]) => {
  const sorted = numbers(times).toSorted((a, b) => a - b)
  return sorted.slice(1).map((at, index) => at - sorted[index]!)
}
/** Places are told in whole milliseconds, rounded up. */
export const LEAST_GAP_MS = Math.floor(INTERVAL_MS)

export const waitOf = (place: Place) => ('tooLate' in place ? Number.NaN : place.waitMs)
