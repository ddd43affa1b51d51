import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { arnOf } from '../account.ts'
import { answerCall, type Calls, Refusal } from '../aws-json.ts'
import { closeNow, listen } from '../listen.ts'
import { type Entry, type Put, putEvents } from './put-events.ts'
import { RecentEvents, type Recorded } from './recent-events.ts'
import { DEFAULT_BUS, type Rule, type Target } from './rules.ts'

export interface BusOptions {
  port: number
  host?: string | undefined
  allowHosts?: readonly string[] | undefined
  /** Names of the buses there are besides the default one. */
  buses: string[]
  rules: Rule[]
  /** Hears of every event; `known` says whether its bus exists. */
  arrived?: (put: Put, known: boolean) => void
}

export interface Bus {
  /** What AWS_ENDPOINT_URL_EVENTBRIDGE takes; events so far are at /_local/events below it. */
  url: string
  names: string[]
  /** The last 1,000 events, or those of them after the one of that number. */
  events(after?: number): Recorded[]
  /** From now on hands each event that a rule has for a target to `deliver`. */
  connect(deliver: (target: Target, put: Put) => void): void
  close(): Promise<void>
}

const MOST_KEPT = 1000
const LONGEST_WAIT_SECONDS = 20

/**
 * EventBridge's PutEvents and DescribeEventBus over its real protocol (AWS JSON 1.1), for the SDK's own client, and its rules.
 * `GET /_local/events?after=N&wait=SECONDS` answers what has arrived since: `[{ seq, event }]`.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export async function startBus(options: BusOptions): Promise<Bus> {
  const recent = new RecentEvents(MOST_KEPT)
  const buses = new Set([DEFAULT_BUS, ...options.buses])
  let deliver: (target: Target, put: Put) => void = () => undefined
  const hand = (put: Put) => {
    options.arrived?.(put, buses.has(put.bus))
    // AWS documents that such an event is dropped, and that the answer doesn't tell.
    if (!buses.has(put.bus)) return
    recent.add(put.event)
    for (const { bus, matches, targets } of options.rules) {
      if (bus !== put.bus || !matches(put.event)) continue
      for (const target of targets) deliver(target, put)
    }
  }
  const calls: Calls<{ Entries?: Entry[]; Name?: string }> = {
    'AWSEvents.PutEvents': (asked) => putEvents(asked, hand),
    'AWSEvents.DescribeEventBus': ({ Name = DEFAULT_BUS }) => describeBus(Name, buses),
  }
  const server = createServer((request, response) => {
    const answered = request.url!.startsWith('/_local/events')
      ? answerWatcher(recent, request, response)
      : answerCall(request, response, calls)
    answered.catch(() => response.destroy())
  })
  const url = await listen(server, { ...options, what: 'the EventBridge stand-in', flag: '--bus-port' })
  const connect: Bus['connect'] = (taker) => {
    deliver = taker
  }
  return {
    url,
    names: options.buses,
    events: (after = 0) => recent.after(after),
    connect,
    close: () => closeNow(server),
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html */
function describeBus(name: string, buses: ReadonlySet<string>): object {
  if (buses.has(name)) return { Name: name, Arn: arnOf('events', `event-bus/${name}`) }
  throw new Refusal('ResourceNotFoundException', `Event bus ${name} does not exist.`)
}

async function answerWatcher(recent: RecentEvents, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const query = new URL(request.url!, 'http://bus').searchParams
  const after = Number(query.get('after') ?? 0)
  const wait = Number(query.get('wait') ?? 0)
  if (!(after >= 0) || !(wait >= 0 && wait <= LONGEST_WAIT_SECONDS)) {
    const message = `"after" is the number of an event, "wait" 0 to ${LONGEST_WAIT_SECONDS} seconds.`
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
    return
  }
  const events = await recent.next(after, AbortSignal.timeout(wait * 1000))
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(events))
}
