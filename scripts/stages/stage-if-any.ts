import { existsSync } from 'node:fs'
import path from 'node:path'
import { meantStage, readStage } from './read-stage.ts'
import type { Environment, Stage } from './stage.ts'

/**
 * The stage as its file describes it; undefined where this checkout has no such file, as for a stage that somebody else deploys.
 * @param folder where `stages` stands
 * @throws StageFault
 */
export const stageIfAny = (name: string, folder: string, env: Environment): Stage | undefined =>
  hasFile(name, folder) ? readStage(name, folder, env) : undefined

/** That this checkout has no file of a stage, with the stage that was probably meant; undefined where it has one. */
export function lackOfFile(name: string, folder: string): string | undefined {
  if (hasFile(name, folder)) return undefined
  const meant = meantStage(name, folder)
  return `There is no stages/${name}.yml here${meant === undefined ? '.' : `: did you mean ${meant}?`}`
}

const hasFile = (name: string, folder: string): boolean => existsSync(path.join(folder, 'stages', `${name}.yml`))
