import { createRequire } from 'node:module'
import { fits, isOpen } from '../../lib/access.ts'
import { CONSTANT_CALLER, eventCaller } from '../../lib/callers.ts'
import { readConfig } from '../../lib/config.ts'
import { idleNames, likeNames, misspeltNames } from './setting-names.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Sources = readonly (readonly [source: string, principals: readonly string[]])[]

// The deployment's own reading, in a file that osls can load.
const { readSources } = createRequire(import.meta.url)('../../resources/event-sources.cjs') as {
  readonly readSources: (text: string) => Sources
}

/** A deployment says all of these anew; what follows where it leaves one out. */
const UNSET: Readonly<Record<string, string>> = {
  ACCESS_POLICY:
    'whoever gets in may call everything but what is granted by its own name, and a policy deployed before is gone. Give the policy ' +
    '(docs/security.md), or ACCESS_POLICY=open where everybody is to call everything.',
  EVENT_SOURCES:
    'whoever may put events on the bus picks their source, and a list deployed before is gone (docs/security.md).',
  ALARM_TOPIC_ARN: 'alarms tell nobody (docs/observability.md).',
}

/** A package changes nothing yet, so that it is only warned of what a deployment may not do without a word. */
const refusedAtDeploy = ['ACCESS_POLICY']

/** What keeps these settings from being packaged or deployed, and what is only worth a warning. */
export function judgeSettings(env: Environment, isDeploy: boolean): { faults: string[]; warnings: string[] } {
  const unset = Object.keys(UNSET).filter((name) => (env[name] ?? '') === '')
  const refused = unset.filter((name) => isDeploy && refusedAtDeploy.includes(name))
  const say = (name: string) => `${name} is not set: ${UNSET[name]}`
  return {
    faults: [...faultsOf(env), ...topicFaults(env), ...misspeltNames(env), ...refused.map(say)],
    warnings: [...unset.filter((name) => !refused.includes(name)).map(say), ...idleNames(env), ...likeNames(env)],
  }
}

function faultsOf(env: Environment): string[] {
  const { ACCESS_POLICY = '', EVENT_SOURCES = '' } = env
  const unreadable = [() => readConfig(env), () => readSources(EVENT_SOURCES)].flatMap(messageOf)
  return unreadable.length > 0 ? unreadable : worthlessGrants(ACCESS_POLICY, readSources(EVENT_SOURCES))
}

const TOPIC = /^arn:aws[\w-]*:sns:[a-z\d-]+:\d{12}:[\w-]{1,256}$/
const SOME_TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms'

/** CloudFormation finds out at the first alarm, when half of the stack is made. */
function topicFaults({ ALARM_TOPIC_ARN = '' }: Environment): string[] {
  if (ALARM_TOPIC_ARN === '' || TOPIC.test(ALARM_TOPIC_ARN)) return []
  return [`ALARM_TOPIC_ARN must be the ARN of an SNS topic such as ${SOME_TOPIC}, not "${ALARM_TOPIC_ARN}"`]
}

function messageOf(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

/** Events of a source that is not listed are anybody's where none is listed, and denied to everybody where others are. */
function worthlessGrants(policy: string, sources: Sources): string[] {
  if (policy === '' || isOpen(policy)) return []
  const grants = JSON.parse(policy) as { readonly callers: readonly string[] }[]
  const listed = sources.map(([source]) => eventCaller(source))
  return grants.flatMap(({ callers }, grant) =>
    callers.flatMap((pattern, index) =>
      !pattern.startsWith(eventCaller('')) || isSomebody(pattern, listed)
        ? []
        : `ACCESS_POLICY: /${grant}/callers/${index} ${JSON.stringify(pattern)} fits no source of EVENT_SOURCES, so the grant is ` +
          'worth nothing: list the source there with its principals, or take the pattern out',
    ),
  )
}

/** A rule's constant input comes from a source of AWS's own: nobody can put that, so that it needs no listing. */
const isSomebody = (pattern: string, listed: readonly string[]): boolean =>
  listed.some((caller) => fits(pattern, caller)) ||
  (pattern.startsWith(eventCaller('aws.')) && fits(pattern, CONSTANT_CALLER))
