import { settings } from '../../lib/config.ts'
import { nearest } from '../../lib/nearest.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What serverless.yml composes itself; the environment of a deployment has no say in it. */
const COMPOSED = ['SERVICE_NAME', 'STATE_TABLE', 'JOBS_TABLE', 'JOBS_QUEUE_URL', 'DEAD_LETTER_QUEUE_URL', 'EVENT_BUS']

/** What a deployment reads beside the settings of the functions. */
const OF_THE_DEPLOYMENT = ['EVENT_SOURCES', 'ALARM_TOPIC_ARN']

/** What the environment of a deployment can set. */
const deployedNames: readonly string[] = [
  ...Object.values(settings)
    .map(({ name }): string => name)
    .filter((name) => !COMPOSED.includes(name)),
  ...OF_THE_DEPLOYMENT,
]

const isSet = (env: Environment, name: string): boolean => (env[name] ?? '') !== ''

/**
 * Variables that were probably meant to be one of the deployment's: nobody would hear of them, and the deployment would go on without.
 * One beside the variable it resembles is somebody else's.
 */
export function misspeltNames(env: Environment): string[] {
  return foreignNames(env).flatMap((name) => {
    const meant = nearest(name.toUpperCase(), deployedNames)
    if (meant === undefined || isSet(env, meant)) return []
    return `${name} is no setting: did you mean ${meant}? Set that, or unset ${name}`
  })
}

/**
 * Variables whose names share all words but one with one of the deployment's, such as `ALARM_TOPIC` or `UPSTREAM_TIMEOUT_SECONDS`. Such
 * a name may be anybody's, so that it is worth a warning only.
 */
export function likeNames(env: Environment): string[] {
  return foreignNames(env).flatMap((name) => {
    if (nearest(name.toUpperCase(), deployedNames) !== undefined) return []
    const meant = deployedNames.find((one) => !isSet(env, one) && isLike(name.toUpperCase(), one))
    return meant === undefined ? [] : `${name} is set and no setting. If ${meant} is meant, set that.`
  })
}

const foreignNames = (env: Environment): string[] =>
  Object.keys(env).filter((name) => isSet(env, name) && ![...deployedNames, ...COMPOSED].includes(name))

function isLike(name: string, other: string): boolean {
  const [words, others] = [name.split('_'), other.split('_')]
  const shared = words.filter((word) => others.includes(word)).length
  return shared > 1 && Math.max(words.length, others.length) - shared <= 1
}

/** Settings in the environment that come to nothing. */
export const idleNames = (env: Environment): string[] =>
  COMPOSED.filter((name) => isSet(env, name)).map(
    (name) => `${name} is set and comes to nothing: serverless.yml composes it. Change it there.`,
  )
