import { shareOf } from '../../callers.ts'
import type { ShiftParts } from './parts.ts'
import type { Ended } from './settlement.ts'

/** Takes jobs that have ended off what waits of their callers. A count that stays too high is put right by whoever comes upon it (Backlogs). */
export async function leaveBacklogs(
  ended: readonly Ended[],
  { backlogs, config }: Pick<ShiftParts, 'backlogs' | 'config'>,
): Promise<void> {
  const byShare = Map.groupBy(ended, ({ job }) => shareOf(job.caller, config.accessPolicy))
  for (const [share, some] of byShare) {
    const stoodFor = some.reduce((sum, { job }) => sum + (job.standsFor ?? 0), 0)
    await backlogs.leave(share, stoodFor).catch(() => undefined)
  }
}
