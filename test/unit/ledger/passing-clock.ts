import type { Clock } from '../../../lib/clock.ts'
import { type ManualClock, manualClock } from '../../support/manual-clock.ts'

export interface PassingClock extends Clock, ManualClock {
  readonly sleeps: readonly number[]
}

/** A clock that a test moves, and on which a sleep passes as soon as all that is under way has read it. */
export function passingClock(): PassingClock {
  const clock = manualClock()
  const sleeps: number[] = []
  const sleep = async (ms: number) => {
    sleeps.push(ms)
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(ms)
  }
  return { ...clock, sleeps, sleep }
}
