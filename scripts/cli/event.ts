import { type Command, Option } from 'commander'
import { addCommand, type Context, type GlobalOptions } from '../../client/src/cli/command.ts'
import { type ExitCode, exitCodes, Mistake } from '../../client/src/cli/exit-codes.ts'
import { INPUT, readJsonArgument } from '../../client/src/cli/input.ts'
import { operationNames, operationRow } from '../../client/src/cli/operation-argument.ts'
import { readSettings, SettingsError } from '../../client/src/settings.ts'
import { environmentFor } from '../redrive/places.ts'

/** One wait on the bus, and how long all of them may take. */
const WAIT_SECONDS = 10
const LONGEST_MS = 60_000

interface EventOptions extends GlobalOptions {
  readonly source: string
  readonly bus: string
  readonly busUrl: string
  readonly gatewayUrl: string
}

interface Watched {
  readonly seq: number
  readonly event: {
    readonly 'detail-type': string
    readonly source: string
    readonly detail: {
      readonly eventId?: string
      readonly job?: string
      readonly answer?: { readonly status?: number }
    }
  }
}

/** `event`: puts an event on the bus of `npm start`, and shows what becomes of it. */
export function addEvent(program: Command, context: Context): void {
  addCommand<EventOptions>(program, context, {
    name: 'event',
    summary: 'puts an event on the bus of npm start, and shows its result',
    description:
      'Puts an event on the bus of a running npm start, waits for its result, and prints that and the job, each on a line. It ends with ' +
      '1 where nothing was done (chat.….failed) or only a part of it.',
    args: [
      ['<operation>', 'such as friends.update', operationNames],
      ['<body>', INPUT, 'files'],
    ],
    options: [
      new Option('--source <name>', 'who puts it').default('crm'),
      new Option('--bus <name>', 'the bus').default('chat-gateway-dev'),
      new Option('--bus-url <url>', 'of the EventBridge stand-in')
        .default('http://127.0.0.1:4050')
        .argParser(urlNamed('--bus-url')),
      new Option('--gateway-url <url>', 'of the gateway')
        .default('http://127.0.0.1:4000')
        .argParser(urlNamed('--gateway-url')),
    ],
    examples: [`event friends.update '{"userId":"alice","friends":[{"userId":"bob","remark":"Bob"}]}'`],
    run: async ([name = '', given = ''], options) => {
      const operation = operationRow(name).name
      const body = JSON.stringify(await readJsonArgument(given, context.terminal))
      return sendEvent(operation, body, options, context)
    },
  })
}

/** What the client says of a URL that can't be meant: a password in it is not shown. */
const urlNamed =
  (flag: string) =>
  (text: string): string => {
    try {
      return readSettings({ url: text }).url.href.replace(/\/$/, '')
    } catch (error) {
      throw error instanceof SettingsError ? new Mistake(`${error.message.replace(/^url:/, `${flag}:`)}.`) : error
    }
  }

async function sendEvent(operation: string, body: string, options: EventOptions, context: Context): Promise<ExitCode> {
  const { print, signal } = context.terminal
  const watch = (after: number, wait: number) =>
    getJson<Watched[]>(`${options.busUrl}/_local/events?after=${after}&wait=${wait}`, signal)
  const last = (await watch(0, 0)).at(-1)?.seq ?? 0
  const eventId = await put(options, operation, body)
  const { 'detail-type': type, source, detail } = await resultOf(eventId, last, watch)
  print(JSON.stringify({ 'detail-type': type, source, detail }))
  const gateway = options.url === undefined ? options.gatewayUrl : urlNamed('--url')(options.url)
  if (detail.job) print(JSON.stringify(await getJson(gateway + detail.job, signal)))
  return type.endsWith('.failed') || detail.answer?.status === 207 ? exitCodes.some : exitCodes.ok
}

async function put({ source, bus, busUrl }: EventOptions, operation: string, body: string): Promise<string> {
  const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge')
  const {
    AWS_REGION: region = '',
    AWS_ACCESS_KEY_ID = '',
    AWS_SECRET_ACCESS_KEY = '',
  } = environmentFor({ local: NO_PORTS, region: undefined }, {})
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY }
  const client = new EventBridgeClient({ endpoint: busUrl, region, credentials })
  const entry = { EventBusName: bus, Source: source, DetailType: `chat.${operation}`, Detail: body }
  const { Entries: [taken] = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }))
  client.destroy()
  if (taken?.EventId !== undefined) return taken.EventId
  throw new Mistake(`The bus refuses the event: ${taken?.ErrorMessage} The body must be a JSON object.`)
}

const NO_PORTS = { queues: undefined, tables: undefined, lambda: undefined }

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
  throw new Mistake(
    `No result within ${LONGEST_MS / 1000} s. The window of npm start shows what became of the event.`,
    exitCodes.some,
  )
}

async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const start = 'Start everything first: npm start'
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw new Mistake(`Nothing answers at ${url}. ${start}`, exitCodes.unreachable)
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body as T
  throw new Mistake(`${url} answers ${response.status}, as npm start would not. ${start}`, exitCodes.unreachable)
}
