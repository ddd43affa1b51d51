import { parseArgs } from 'node:util'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { CREDENTIALS, REGION } from './aws/account.ts'
import { printableLines } from './chat/printable.ts'

const USAGE = `Usage: npm run event -- OPERATION BODY [options]

Puts an event on the bus of a running \`npm start\`, waits for its result, and prints that and the job.

  OPERATION          such as friends.update
  BODY               the request body, as JSON
  --source NAME      who puts it (crm)
  --bus NAME         the bus (chat-gateway-dev)
  --bus-url URL      of the EventBridge stand-in (http://127.0.0.1:4050)
  --gateway-url URL  of the gateway (http://127.0.0.1:4000)
  --help             show this

For example:
  npm run event -- friends.update '{"userId":"alice","friends":[{"userId":"bob","remark":"Bob"}]}'`

const FLAGS = {
  source: { type: 'string', default: 'crm' },
  bus: { type: 'string', default: 'chat-gateway-dev' },
  'bus-url': { type: 'string', default: 'http://127.0.0.1:4050' },
  'gateway-url': { type: 'string', default: 'http://127.0.0.1:4000' },
  help: { type: 'boolean', default: false },
} as const

/** One wait on the bus, and how long all of them may take. */
const WAIT_SECONDS = 10
const LONGEST_MS = 60_000

/** What is wrong with the command line, or what there is to do before it can work. */
class Advice extends Error {}

interface Watched {
  readonly seq: number
  readonly event: {
    readonly 'detail-type': string
    readonly source: string
    readonly detail: { readonly eventId?: string; readonly job?: string }
  }
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parse(args)
  if (values.help) return print(USAGE)
  const [operation, body] = positionals
  if (operation === undefined || body === undefined || positionals.length > 2) {
    throw new Advice('Give an operation and a body, the latter in quotes. See npm run event -- --help')
  }
  const watch = (after: number, wait: number) =>
    getJson<Watched[]>(`${values['bus-url']}/_local/events?after=${after}&wait=${wait}`)
  const last = (await watch(0, 0)).at(-1)?.seq ?? 0
  const eventId = await put(values, operation, body)
  const { 'detail-type': type, source, detail } = await resultOf(eventId, last, watch)
  print(JSON.stringify({ 'detail-type': type, source, detail }))
  if (detail.job) print(JSON.stringify(await getJson(values['gateway-url'] + detail.job)))
}

/** Who listens on the bus and what a job answers is anybody's, and no business of the terminal's. */
const print = (text: string): void => console.log(printableLines(text))

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, allowPositionals: true })
  } catch (error) {
    throw new Advice(`${(error as Error).message} See npm run event -- --help`)
  }
}

async function put(
  flags: { readonly source: string; readonly bus: string; readonly 'bus-url': string },
  operation: string,
  body: string,
): Promise<string> {
  const client = new EventBridgeClient({ endpoint: flags['bus-url'], region: REGION, credentials: CREDENTIALS })
  const entry = { EventBusName: flags.bus, Source: flags.source, DetailType: `chat.${operation}`, Detail: body }
  const { Entries: [taken] = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }))
  client.destroy()
  if (taken?.EventId !== undefined) return taken.EventId
  throw new Advice(`The bus refuses the event: ${taken?.ErrorMessage} BODY must be a JSON object.`)
}

/** The event that was caused by this one. */
async function resultOf(
  eventId: string,
  after: number,
  watch: (after: number, wait: number) => Promise<Watched[]>,
): Promise<Watched['event']> {
  const end = Date.now() + LONGEST_MS
  let seen = after
  while (Date.now() < end) {
    const events = await watch(seen, WAIT_SECONDS)
    const found = events.find(({ event }) => event.detail.eventId === eventId)
    if (found) return found.event
    seen = events.at(-1)?.seq ?? seen
  }
  throw new Advice(`No result within ${LONGEST_MS / 1000} s. The window of npm start shows what became of the event.`)
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url).catch(() => {
    throw new Advice(`Nothing answers at ${url}. Start everything first: npm start`)
  })
  return (await response.json()) as T
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const { message, stack = message } = error as Error
  console.error(printableLines(error instanceof Advice ? message : stack))
  process.exitCode = error instanceof Advice ? 2 : 1
}
