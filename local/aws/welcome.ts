import type { Queues } from './queues.ts'
import { REFERENCE } from './reference.ts'
import type { Local } from './start-local.ts'

interface App {
  region: string
  admins: string[]
  accounts: Record<string, { otherApp: boolean; friends: Record<string, unknown> }>
}

/** What `npm start` prints once all is up: where everything is, who is seeded, and a first request to paste. */
export async function welcome({ url, chat, secrets, tables, queues, bus, lambda, secretName }: Local): Promise<string> {
  const state = (await (await fetch(`${chat.url}/_emulator/state`)).json()) as { apps: Record<string, App> }
  const apps = Object.entries(state.apps)
  const width = Math.max(...apps.map(([name]) => name.length))
  return [
    '',
    `Chat gateway     ${url}   metrics: GET /_local/metrics, all anew: POST /_local/reset`,
    `Reference        ${url}${REFERENCE}   every operation, with a call to paste, and every code`,
    `Chat emulator    ${chat.url}   control: GET /_emulator/state, GET /_emulator/calls,`,
    '                 POST /_emulator/faults, POST /_emulator/rotate, POST /_emulator/reset',
    `Secrets Manager  ${secrets.url}   ${apps.map(([name]) => secretName(name)).join(', ')}`,
    ...(tables ? [`DynamoDB         ${tables.url}   ${tables.names.join(', ')}`] : []),
    ...(queues ? [`SQS              ${queues.url}   ${namesOf(queues).join(', ')}`] : []),
    ...(bus
      ? [`EventBridge      ${bus.url}   ${bus.names.join(', ')}   watch: GET /_local/events?after=0&wait=20`]
      : []),
    `Lambda           ${lambda.url}   ${lambda.names.join(', ')}`,
    '',
    'Seeded users, by app and region:',
    ...apps.map(([name, app]) => `  ${name.padEnd(width)}  ${app.region.padEnd(14)}  ${usersOf(app).join(', ')}`),
    '',
    'Try it:',
    `  ${firstRequest(url, apps)}`,
    '',
    'Every request and event is shown below with what it became. Ctrl-C stops everything.',
    '',
  ].join('\n')
}

const namesOf = ({ queues }: Queues): string[] => Object.values(queues).map(({ name }) => name)

function usersOf({ accounts, admins }: App): string[] {
  return Object.entries(accounts)
    .filter(([userId]) => !admins.includes(userId))
    .map(([userId, { otherApp }]) => (otherApp ? `${userId} (an account of another app)` : userId))
}

/** Updates friends of the first seeded user who has some. */
function firstRequest(url: string, apps: [string, App][]): string {
  const people = apps.flatMap(([app, { accounts }]) =>
    Object.entries(accounts).map(([userId, { friends }]) => ({ app, userId, friends: Object.keys(friends) })),
  )
  const { app, userId, friends } = people.find((person) => person.friends.length > 1) ?? people[0]!
  const [first = 'bob', second = 'carol'] = friends
  const body = {
    ...(app !== 'default' && { app }),
    userId,
    friends: [
      { userId: first, remark: `${first} from the office` },
      { userId: second, lists: ['gym', 'work'] },
    ],
  }
  const json = JSON.stringify(body).replaceAll("'", "'\\''")
  return `curl -s ${url}/v1/friends/update -H 'content-type: application/json' -d '${json}'`
}
