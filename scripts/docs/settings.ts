import { settings } from '../../lib/config.ts'
import { code, table } from './markdown.ts'

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

export const settingsPage = (): string =>
  [
    '# Settings',
    'Environment variables of the functions, read once when a function starts; all may be left out. A text that cannot ' +
      'be used keeps the function from starting, and the log names the variable and what would do. `serverless.yml` ' +
      'sets them for a deployment, `npm start` takes them from there.',
    settingsTable(),
    '`npm run deploy` is refused without `ACCESS_POLICY`, since a deployment that leaves it out would take away the one before; `open` says ' +
      'that everybody may call everything, and `npm start` takes it where nothing is said. It is refused without `CHAT_SECRET_PREFIX` for any stage but `dev`: where nothing is said, `serverless.yml` and ' +
      '`npm start` take `chat-gateway-{stage}`, and the functions by themselves `chat-gateway`. It reads two more, which are no settings of the functions: `EVENT_SOURCES`, who may put events of which ' +
      'source (docs/security.md), and `ALARM_TOPIC_ARN`, the SNS topic that alarms tell. Where one of them is left out, it warns and goes ' +
      'without. `npm run package` warns of all three. Both are refused for a variable that is probably a misspelt setting, warn of one that may be meant for one (`ALARM_TOPIC`), and are refused where AWS would refuse ' +
      'what the settings come to: variables over 4 kB a function, a topic of another region (resources/limits.cjs). ' +
      'And both list which operations a policy grants that version 0.1.0 did not have (docs/security.md).',
    'Credentials are no settings: each app’s stand in its secret, `{CHAT_SECRET_PREFIX}/{app}`. The AWS SDK’s own ' +
      'variables work as everywhere, such as `AWS_REGION` and, for tests, `AWS_ENDPOINT_URL_SECRETS_MANAGER`.',
  ].join('\n\n')
