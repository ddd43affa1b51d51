import { settings } from '../../lib/config.ts'
import { code, table } from '../markdown.ts'
import { functionSettings } from '../stages/function-settings.ts'
import { stageKeys } from '../stages/keys.ts'

type Setting = (typeof settings)[keyof typeof settings]

/** The text that no setting takes makes each say what it does take. */
const NEVER = '\0'

function allowed({ read }: Setting): string {
  const answer: unknown = read(NEVER)
  if (typeof answer !== 'object' || answer === null || !('expected' in answer)) throw new Error('it takes anything')
  return String(answer.expected)
}

export const settingsTable = (): string =>
  table(
    ['setting', 'default', 'meaning', 'takes'],
    Object.values(settings).map((row) => [
      code(row.name),
      String(row.fallback) === '' ? 'none' : code(String(row.fallback)),
      row.meaning,
      allowed(row),
    ]),
  )

const placeOfSetting = new Map([...functionSettings].map(([place, { name }]) => [name, place]))

/** A key's place in a stage's file, or who decides where that has none. */
const keyOf = ({ name }: Setting): string => {
  const place = placeOfSetting.get(name)
  return place === undefined ? 'composed' : code(place)
}

const functionsTable = (): string =>
  table(
    ['key', 'variable', 'default', 'meaning', 'takes'],
    Object.values(settings).map((row) => [
      keyOf(row),
      code(row.name),
      String(row.fallback) === '' ? 'none' : code(String(row.fallback)),
      row.meaning,
      allowed(row),
    ]),
  )

const stageTable = (): string =>
  table(
    ['key', 'left out', 'meaning', 'takes'],
    [
      ...Object.entries(stageKeys).map(([place, { fallback, meaning, takes }]) => [
        code(place),
        fallback,
        meaning,
        takes,
      ]),
      [
        code('eventSources'),
        'whoever may put events picks the source; every stage but `dev` says',
        'Who may put events of which source (docs/security.md)',
        'none, or a map of sources, each with a list of principals’ ARNs',
      ],
    ],
  )

export const settingsPage = (): string =>
  [
    '# Settings',
    'A deployment is one file, `stages/{stage}.yml`; [stages/example.yml](../stages/example.yml) shows every key. `npm run package`, ' +
      '`npm run deploy`, `npm start -- --stage` and osls itself read it, and refuse one that can’t be meant: an unknown key with the one that ' +
      'was probably meant, a value that its key does not take, a secret, a prefix that reaches the secrets of another stage, an ARN of another region. ' +
      'Every stage but `dev` says `secretPrefix`, `policy`, `eventSources` and `alarmTopic`, the last two perhaps `none`: left out by mistake, each ' +
      'would quietly take away what was deployed before. `dev` may leave out all, and is deployed once it says a policy.',
    'The file decides. A variable of the environment that says otherwise ends the command with its name (`LOG_LEVEL`, `EVENT_SOURCES`, ' +
      '`ALARM_TOPIC_ARN`, and `AWS_REGION` where the file says a region), and so does one that is probably a misspelt setting; one that may be meant for one is warned of.',
    '## The stack',
    stageTable(),
    '## The functions',
    'What the functions read when they start, as environment variables that `serverless.yml` fills from the file. All may be left out. A text ' +
      'that cannot be used would keep the function from starting, and the log would name the variable and what would do; in a stage’s file it is ' +
      'refused before anything is packaged. Without `--stage`, `npm start` takes these variables from its environment; where no policy is said it lets everybody call everything.',
    functionsTable(),
    'What the settings come to is measured once everything is packaged, and refused where AWS would refuse it: variables over 4 kB a function, ' +
      'a name that is too long, a bus’s policy that is (resources/limits.cjs). `npm run package` and `npm run deploy` list which operations a policy grants that version 0.1.0 did not have (docs/security.md).',
    'Credentials are no settings: each app’s stand in its secret, `{secretPrefix}/{app}`. The AWS SDK’s own ' +
      'variables work as everywhere, such as `AWS_REGION` and, for tests, `AWS_ENDPOINT_URL_SECRETS_MANAGER`.',
  ].join('\n\n')
