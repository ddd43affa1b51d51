import type { Gateway } from '../../gateway.ts'
import type { Backlogs } from '../../jobs/backlogs.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { EventBus } from '../results/event-bus.ts'
import type { Waits } from './waits.ts'

/** What the worker stands on. */
export interface ShiftParts extends Gateway {
  readonly jobs: Jobs
  readonly bus: EventBus
  readonly backlogs: Backlogs
  readonly waits: Waits
}
