import type { Fault } from './faults.ts'
import type { Schedule } from './schedule.ts'
import type { Step } from './workload.ts'

/** Steps under way at once. */
export const IN_FLIGHT = 80

export interface Progress {
  readonly steps: number
  readonly faults: number
  readonly underWay: number
}

/** Whoever takes the calls of a schedule. */
export interface Stage {
  take(step: Step): Promise<void>
  loose(fault: Fault): Promise<void>
}

/** Takes all steps of a schedule in their order, so many at once, and before each lets loose what is to go wrong then. */
export async function drive(
  { steps, faults }: Schedule,
  stage: Stage,
  told: (progress: Progress) => void,
): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let loosened = 0
  for (const step of steps) {
    for (const fault of faults.get(step.number) ?? []) {
      await stage.loose(fault)
      loosened++
    }
    const taken: Promise<void> = stage.take(step).finally(() => underWay.delete(taken))
    underWay.add(taken)
    told({ steps: step.number + 1, faults: loosened, underWay: underWay.size })
    if (underWay.size >= IN_FLIGHT) await Promise.race(underWay)
  }
  await Promise.all(underWay)
}

/** Waits until it is so, looking again and again. @returns whether it came to be so before patience ended */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  patienceMs: number,
  everyMs = 250,
): Promise<boolean> {
  const end = Date.now() + patienceMs
  while (!(await isSo())) {
    if (Date.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  return true
}
