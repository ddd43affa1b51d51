import { settings } from '../../lib/config.ts'

/** What serverless.yml composes itself of the stage's name and the commit; neither a stage's file nor the environment has a say in it. */
export const COMPOSED: readonly string[] = [
  'SERVICE_NAME',
  'VERSION',
  'STATE_TABLE',
  'JOBS_TABLE',
  'JOBS_QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'EVENT_BUS',
]

/** Settings that are of the whole stage as much as of the functions, and have short names in its file. */
const SHORT: Readonly<Record<string, string>> = {
  CHAT_SECRET_PREFIX: 'secretPrefix',
  ACCESS_POLICY: 'policy',
  METRICS_BY: 'metrics',
}

/** UPSTREAM_TIMEOUT_MS is `settings.upstreamTimeoutMs` in a stage's file. */
const placeOf = (name: string): string =>
  SHORT[name] ?? `settings.${name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`

export type Setting = (typeof settings)[keyof typeof settings]

/** The settings of the functions that a stage decides, by their places in its file. */
export const functionSettings: ReadonlyMap<string, Setting> = new Map(
  Object.values(settings).flatMap((setting): [string, Setting][] =>
    COMPOSED.includes(setting.name) ? [] : [[placeOf(setting.name), setting]],
  ),
)

/** The place in a stage's file of a variable that a deployment used to read. */
export const placeOfVariable: ReadonlyMap<string, string> = new Map([
  ...[...functionSettings].map(([place, { name }]): [string, string] => [name, place]),
  ['EVENT_SOURCES', 'eventSources'],
  ['ALARM_TOPIC_ARN', 'alarmTopic'],
])
