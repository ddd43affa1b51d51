import { nearest } from '../../lib/nearest.ts'
import { COMPOSED, placeOfVariable } from './function-settings.ts'
import type { Environment, Stage } from './stage.ts'

/** Variables that once decided a deployment, and still decide `npm start`. */
const names: readonly string[] = [...placeOfVariable.keys()]

const isSet = (env: Environment, name: string): boolean => (env[name] ?? '') !== ''

/** Whether a variable's setting is decided, so that a name that resembles it is somebody else's. */
const isSaid = (env: Environment, { says }: Stage, name: string): boolean =>
  isSet(env, name) || says.includes(placeOfVariable.get(name)!)

const cure = (meant: string, { name }: Stage): string => `write ${placeOfVariable.get(meant)} into stages/${name}.yml`

/** Variables that were probably meant to be one of the deployment's: nobody would hear of them, and the deployment would go on without. */
export function misspeltNames(env: Environment, stage: Stage): string[] {
  return foreignNames(env).flatMap((name) => {
    const meant = nearest(name.toUpperCase(), names)
    if (meant === undefined || isSaid(env, stage, meant)) return []
    return `${name} is read by nobody: if ${meant} is meant, ${cure(meant, stage)}; unset ${name} either way`
  })
}

/**
 * Variables whose names share all words but one with one of the deployment's, such as `ALARM_TOPIC` or `UPSTREAM_TIMEOUT_SECONDS`. Such
 * a name may be anybody's, so that it is worth a warning only.
 */
export function likeNames(env: Environment, stage: Stage): string[] {
  return foreignNames(env).flatMap((name) => {
    if (nearest(name.toUpperCase(), names) !== undefined) return []
    const meant = names.find((one) => !isSaid(env, stage, one) && isLike(name.toUpperCase(), one))
    return meant === undefined ? [] : `${name} is set and read by nobody. If ${meant} is meant, ${cure(meant, stage)}.`
  })
}

const foreignNames = (env: Environment): string[] =>
  Object.keys(env).filter((name) => isSet(env, name) && ![...names, ...COMPOSED].includes(name))

function isLike(name: string, other: string): boolean {
  const [words, others] = [name.split('_'), other.split('_')]
  const common = words.filter((word) => others.includes(word)).length
  return common > 1 && Math.max(words.length, others.length) - common <= 1
}

/** Settings in the environment that come to nothing. */
export const idleNames = (env: Environment): string[] =>
  COMPOSED.filter((name) => isSet(env, name)).map(
    (name) => `${name} is set and comes to nothing: serverless.yml composes it. Change it there.`,
  )
