import type { Seed } from '../../../local/chat/index.ts'
import { createRandom } from '../random.ts'
import { drawFaults, type Fault } from './faults.ts'
import { Roster } from './roster.ts'
import { drawStep, type Step } from './workload.ts'

/** Everything that chance decides, decided: what is asked, and what goes wrong before which step. */
export interface Schedule {
  readonly seed: Seed
  readonly steps: readonly Step[]
  /** By the step before which they are let loose. */
  readonly faults: ReadonlyMap<number, readonly Fault[]>
}

/** So that a call meets more than one fault, and its repeats too. */
const STEPS_PER_FAULT = 0.4

/** The same seed and number make the same schedule, and the calls of a seed do not depend on its faults. */
export function drawSchedule(seed: number, faults: number): Schedule {
  const random = createRandom(seed)
  const [forCalls, forFaults, forKeys] = [random.fork(), random.fork(), random.fork()]
  const roster = new Roster()
  const steps: Step[] = []
  let number = 0
  const count = Math.ceil(faults * STEPS_PER_FAULT)
  for (let step = 0; step < count; step++) {
    const drawn = drawStep(forCalls, roster, number, step)
    number += drawn.calls.length
    steps.push(drawn)
  }
  const drawn = drawFaults(forFaults, faults).map((fault) => [forFaults.whole(0, count - 1), fault] as const)
  const byStep = Map.groupBy(drawn, ([step]) => step)
  return {
    seed: roster.seed(forKeys),
    steps,
    faults: new Map([...byStep].map(([step, all]) => [step, all.map(([, fault]) => fault)])),
  }
}
