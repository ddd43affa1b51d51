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
    'Credentials are no settings: each app’s stand in its secret, `{CHAT_SECRET_PREFIX}/{app}`. The AWS SDK’s own ' +
      'variables work as everywhere, such as `AWS_REGION` and, for tests, `AWS_ENDPOINT_URL_SECRETS_MANAGER`.',
  ].join('\n\n')
