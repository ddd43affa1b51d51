import { existsSync } from 'node:fs'
import path from 'node:path'
import { readStage } from './read-stage.ts'
import { ownJobsTable } from './stage.ts'

/**
 * The table of jobs that a stage's functions work with: its own, unless its file names one that was restored.
 * @throws StageFault where the file can't be used
 */
export function jobsTableOf(stage: string, folder: string): string {
  const hasFile = existsSync(path.join(folder, `stages/${stage}.yml`))
  return (hasFile ? readStage(stage, folder, {}).said.jobsTable : undefined) ?? ownJobsTable(stage)
}
