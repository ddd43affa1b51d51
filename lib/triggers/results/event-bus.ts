import type { ConnectBus } from '../../edges.ts'
import type { JobQueue } from '../../jobs/job-queue.ts'
import { AwsRequests, sending } from '../../sockets/aws-requests.ts'
import { faultOf, type Log } from '../../telemetry/log.ts'
import { metric } from '../../telemetry/metric.ts'
import { RESULT_REFUSED, type ResultEvent } from './result-event.ts'

/** What marks our own events, so that they never start work. */
export const OWN_SOURCE = 'chat-gateway'

/** PutEvents takes ten entries, and 256 KB (newer accounts: 1 MB) with all that stands around the details. */
const MOST_ENTRIES = 10
const MOST_BYTES = 240_000
const MOST_TRIES = 4
const FIRST_WAIT_MS = 50
/**
 * What is wrong with an entry itself, and will be at every try. Who lacks a permission waits for an operator instead.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const FOR_GOOD = new Set(['ValidationException', 'InvalidArgument', 'MalformedDetail', 'RedactionFailure'])
const TOO_LARGE = 413

export interface EventBusParts {
  readonly name: string
  readonly log: Log
  readonly sleep: (ms: number) => Promise<void>
  /** Takes the letter about a result that the bus refuses in any form. */
  readonly queue: Pick<JobQueue, 'bury'>
  readonly connect?: ConnectBus | undefined
}

/** What became of events: those that the bus refuses for good, those worth another try, and why. */
interface Sent {
  readonly refused: readonly ResultEvent[]
  readonly left: readonly ResultEvent[]
  readonly fault?: unknown
}

/** The gateway's own bus, as its results leave on it. The SDK is loaded for the first use. */
export class EventBus {
  readonly #parts: EventBusParts
  #loading: ReturnType<ConnectBus> | undefined

  constructor(parts: EventBusParts) {
    this.#parts = parts
  }

  /**
   * Puts events out, in as few requests as they fit into; what the bus takes only in part is put again. One that it refuses for
   * good is put bare, and if it refuses even that, put away as a letter: the others, and what comes after, don't wait for it.
   * @returns false where some could not be put, which the log tells
   */
  async put(events: readonly ResultEvent[]): Promise<boolean> {
    if (this.#parts.name === '') return true
    const all = await Promise.all(pack(events).map((some) => this.#putAll(some)))
    return all.every((isOut) => isOut)
  }

  /** Looks whether the bus is there and can be reached; nothing is put on it. Rejects with what AWS, or the way to it, says. */
  async look(): Promise<void> {
    const { sdk, client } = await this.#load()
    await client.send(new sdk.DescribeEventBusCommand({ Name: this.#parts.name }), sending('harmless'))
  }

  async #putAll(events: readonly ResultEvent[]): Promise<boolean> {
    const { log, sleep } = this.#parts
    let left = events
    let fault: unknown
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (tries > 0) await sleep(FIRST_WAIT_MS * 2 ** tries)
      const sent = await this.#send(left)
      const again = await Promise.all(sent.refused.map((event) => this.#yield(event, sent.fault)))
      left = [...sent.left, ...again.flat()]
      fault = sent.fault
      if (left.length === 0) return true
    }
    log.error('results not put', { count: left.length, ...faultOf(fault), ...metric('ResultsNotPut', left.length) })
    return false
  }

  /** What is to be put in place of an event that the bus refuses for good; nothing where it rests as a letter. */
  async #yield(event: ResultEvent, fault: unknown): Promise<ResultEvent[]> {
    const { log, queue } = this.#parts
    const isBare = event.detail === event.bare
    const { operation, jobId, eventId } = event.about
    const told = { operation, jobId, eventId, reason: isBare ? 'put away' : 'told bare', ...faultOf(fault) }
    log.error('result refused', { ...told, ...metric('ResultsRefused') })
    if (!isBare) return [{ ...event, detail: event.bare }]
    const { app, fifo } = event.about
    const content = { jobId, eventId, result: event.detailType }
    const letter = { reason: RESULT_REFUSED, operation, app, content, ...(fifo && { fifo }) }
    return queue.bury(letter).then(
      () => [],
      () => [event],
    )
  }

  /** One request, or where one of its events has it refused whole, one for each. */
  async #send(events: readonly ResultEvent[]): Promise<Sent> {
    try {
      return await this.#request(events)
    } catch (error) {
      if (!isForGood(error)) return { refused: [], left: events, fault: error }
      if (events.length === 1) return { refused: events, left: [], fault: error }
      const alone = await Promise.all(events.map((event) => this.#send([event])))
      return {
        refused: alone.flatMap(({ refused }) => refused),
        left: alone.flatMap(({ left }) => left),
        fault: alone.findLast((sent) => sent.fault !== undefined)?.fault,
      }
    }
  }

  /** Each entry has a result of its own. */
  async #request(events: readonly ResultEvent[]): Promise<Sent> {
    const { sdk, client } = await this.#load()
    const asked = events.map(({ detailType: DetailType, detail: Detail }) => ({
      EventBusName: this.#parts.name,
      Source: OWN_SOURCE,
      DetailType,
      Detail,
    }))
    const { Entries = [], FailedEntryCount } = await client.send(
      new sdk.PutEventsCommand({ Entries: asked }),
      sending('doubled'),
    )
    if (!FailedEntryCount) return { refused: [], left: [] }
    const failed = events.flatMap((event, index) => {
      const { EventId, ErrorCode = '' } = Entries[index] ?? {}
      return EventId === undefined ? [{ event, ErrorCode }] : []
    })
    const codes = [...new Set(failed.map(({ ErrorCode }) => ErrorCode))]
    const eventsOf = (isRefused: boolean) =>
      failed.flatMap(({ event, ErrorCode }) => (FOR_GOOD.has(ErrorCode) === isRefused ? [event] : []))
    const fault = new Error(`the bus refused ${failed.length} of ${events.length}: ${codes.join(', ')}`)
    return { refused: eventsOf(true), left: eventsOf(false), fault }
  }

  #load() {
    const { connect = connectBus } = this.#parts
    this.#loading ??= connect()
    return this.#loading
  }
}

const connectBus: ConnectBus = async () => {
  const sdk = await import('@aws-sdk/client-eventbridge')
  const requestHandler = new AwsRequests({ connectionTimeout: 1000, requestTimeout: 3000 })
  // What fails is put again here, entry by entry.
  return { sdk, client: new sdk.EventBridgeClient({ requestHandler, maxAttempts: 1 }) }
}

type Packed = Pick<ResultEvent, 'detail' | 'detailType'>

/** Whether the bus would refuse the same request at every try, and is not merely out of reach. */
function isForGood(error: unknown): boolean {
  const { name, $metadata, $response } = Object(error)
  return FOR_GOOD.has(name) || [$metadata?.httpStatusCode, $response?.statusCode].includes(TOO_LARGE)
}

/** What an entry counts for: its texts in UTF-8 bytes. */
const sizeOf = ({ detail, detailType }: Packed): number =>
  Buffer.byteLength(detail) + Buffer.byteLength(detailType) + OWN_SOURCE.length

/** Requests of at most ten entries and 240 kB, in order. */
export function pack<E extends Packed>(events: readonly E[]): E[][] {
  const packed: E[][] = []
  let bytes = 0
  for (const event of events) {
    const size = sizeOf(event)
    const last = packed.at(-1)
    if (last && last.length < MOST_ENTRIES && bytes + size <= MOST_BYTES) {
      last.push(event)
      bytes += size
    } else {
      packed.push([event])
      bytes = size
    }
  }
  return packed
}
