import { existsSync } from 'node:fs'
import path from 'node:path'
import { readStage } from './read-stage.ts'
import type { Environment, Stage } from './stage.ts'

/**
 * The stage as its file describes it; undefined where this checkout has no such file, as for a stage that somebody else deploys.
 * @param folder where `stages` stands
 * @throws StageFault
 */
export const stageIfAny = (name: string, folder: string, env: Environment): Stage | undefined =>
  existsSync(path.join(folder, 'stages', `${name}.yml`)) ? readStage(name, folder, env) : undefined
