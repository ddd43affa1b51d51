import { systemClock } from '../../../lib/clock.ts'
import { SharedQuota } from '../../../lib/quota/quota.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { CALLER } from './quota-instance.ts'
import type { State } from './state.ts'

const TICK_MS = 2

/** The most times that lie within one second. */
export function worstSecond(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  let first = 0
  return Math.max(
    ...sorted.map((at, last) => {
      while (sorted[first]! <= at - 1000) first++
      return last - first + 1
    }),
  )
}

/** Calls `ask` at random moments, `perSecond` times a second on average for `ms`; resolves when all that was asked is done. */
export function atRandom(perSecond: number, ms: number, ask: () => Promise<void>): Promise<void> {
  const asked: Promise<void>[] = []
  const startedAt = Date.now()
  const pause = () => (-Math.log(1 - Math.random()) * 1000) / perSecond
  let nextAt = startedAt + pause()
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      for (; nextAt <= Math.min(Date.now(), startedAt + ms); nextAt += pause()) asked.push(ask())
      if (Date.now() < startedAt + ms) return
      clearInterval(timer)
      Promise.all(asked).then(() => resolve(), reject)
    }, TICK_MS)
  })
}

/** Instances that have used the table before, each with a client of its own: what is cold for the first time is not measured. */
export async function warmInstances(state: State, count: number, callsPerSecond: number) {
  const tables = await Promise.all(Array.from({ length: count }, state.table))
  const instances = tables.map((table) => ({
    table,
    quota: new SharedQuota({ table, callsPerSecond, clock: systemClock, log: recordedLog() }),
  }))
  await Promise.all(instances.map(({ quota }) => quota.takePlace({ lane: 'to warm up' }, 10_000, CALLER)))
  for (const { table } of instances) table.writes = 0
  return instances
}
