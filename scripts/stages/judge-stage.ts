import { DEV, type Environment, EXAMPLE, type Stage } from './stage.ts'
import { idleNames, likeNames, misspeltNames } from './variable-names.ts'

/** What follows where the file of `dev` leaves one of these out; every other stage must say it. */
const UNSAID: Readonly<Record<string, string>> = {
  policy:
    'whoever gets in may call everything but what is granted by its own name, and a policy deployed before is gone. Write the policy ' +
    '(docs/security.md), or policy: open where everybody is to call everything.',
  eventSources:
    'whoever may put events on the bus picks their source, and a list deployed before is gone (docs/security.md).',
  alarmTopic: 'alarms tell nobody (docs/observability.md).',
}

/** A package changes nothing yet, so that it is only warned of what a deployment may not do without a word. */
const REFUSED_AT_DEPLOY = ['policy']

/** What keeps a stage that can be read from being packaged or deployed in this environment, and what is only worth a warning. */
export function judgeStage(
  stage: Stage,
  env: Environment,
  isDeploy: boolean,
): { faults: string[]; warnings: string[] } {
  const file = `stages/${stage.name}.yml`
  const unsaid = Object.keys(UNSAID).filter((place) => !stage.says.includes(place))
  const refused = unsaid.filter((place) => isDeploy && REFUSED_AT_DEPLOY.includes(place))
  const say = (place: string) => `${file} says no ${place}: ${UNSAID[place]}`
  return {
    faults: [...exampleFaults(stage, isDeploy), ...misspeltNames(env, stage), ...refused.map(say)],
    warnings: [
      ...unsaidRegion(stage, env),
      ...unsaid.filter((place) => !refused.includes(place)).map(say),
      ...idleNames(env),
      ...likeNames(env, stage),
    ],
  }
}

/** Whoever deploys with another region in the environment makes a second stack there, and nothing says so. */
function unsaidRegion({ name, region, said }: Stage, env: Environment): string[] {
  if (name === DEV || said.region !== undefined) return []
  const why = env.AWS_REGION ? 'AWS_REGION says' : 'holds where nothing is said'
  return [
    `stages/${name}.yml says no region: it goes to ${region}, as ${why}. Write region, or a deployment with another AWS_REGION makes a second stack there.`,
  ]
}

/** Said here as well as by the plugin of osls, so that nobody waits for a build first. */
const exampleFaults = ({ name }: Stage, isDeploy: boolean): string[] =>
  isDeploy && name === EXAMPLE
    ? ['stages/example.yml shows what a stage can say, and no stage is made of it: copy it to stages/prod.yml, say']
    : []
