import { ownJobsTable } from './stage.ts'
import { stageIfAny } from './stage-if-any.ts'

/**
 * The table of jobs that a stage's functions work with: its own, unless its file names one that was restored.
 * @throws StageFault where the file can't be used
 */
export const jobsTableOf = (stage: string, folder: string): string =>
  stageIfAny(stage, folder, {})?.said.jobsTable ?? ownJobsTable(stage)
