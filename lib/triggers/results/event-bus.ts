import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import type { ConnectBus } from '../../edges.ts'
import { faultOf, type Log } from '../../log.ts'
import { metric } from '../../metric.ts'
import { AwsRequests, sending } from '../../sockets/aws-requests.ts'

/** An event as PutEvents takes it; the bus is always ours. */
export interface ResultEvent {
  readonly detailType: string
  /** JSON. */
  readonly detail: string
}

/** What marks our own events, so that they never start work. */
export const OWN_SOURCE = 'chat-gateway'

/** PutEvents takes ten entries, and 256 KB (newer accounts: 1 MB) with all that stands around the details. */
const MOST_ENTRIES = 10
const MOST_BYTES = 240_000
const MOST_TRIES = 4
const FIRST_WAIT_MS = 50

export interface EventBusParts {
  readonly name: string
  readonly log: Log
  readonly sleep: (ms: number) => Promise<void>
  readonly connect?: ConnectBus | undefined
}

/** The gateway's own bus, as its results leave on it. The SDK is loaded for the first use. */
export class EventBus {
  readonly #parts: EventBusParts
  #loading: ReturnType<ConnectBus> | undefined

  constructor(parts: EventBusParts) {
    this.#parts = parts
  }

  /**
   * Puts events out, in as few requests as they fit into; what the bus takes only in part is put again.
   * @returns false where some could not be put, which the log tells
   */
  async put(events: readonly ResultEvent[]): Promise<boolean> {
    if (this.#parts.name === '') return true
    const all = await Promise.all(pack(events).map((some) => this.#putAll(some)))
    return all.every((isOut) => isOut)
  }

  async #putAll(events: readonly ResultEvent[]): Promise<boolean> {
    const { name, log, sleep } = this.#parts
    let left = events.map(({ detailType, detail }) => ({
      EventBusName: name,
      Source: OWN_SOURCE,
      DetailType: detailType,
      Detail: detail,
    }))
    let fault: unknown
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (tries > 0) await sleep(FIRST_WAIT_MS * 2 ** tries)
      const tried = await this.#try(left).catch((error: unknown) => ({ left, fault: error }))
      left = tried.left
      fault = tried.fault
      if (left.length === 0) return true
    }
    log.error('results not put', { count: left.length, ...faultOf(fault), ...metric('ResultsNotPut', left.length) })
    return false
  }

  /** Each entry has a result of its own: those refused are left. */
  async #try<E extends PutEventsRequestEntry>(entries: E[]): Promise<{ left: E[]; fault?: unknown }> {
    const { sdk, client } = await this.#load()
    const { Entries = [], FailedEntryCount } = await client.send(
      new sdk.PutEventsCommand({ Entries: entries }),
      sending('doubled'),
    )
    if (!FailedEntryCount) return { left: [] }
    const left = entries.filter((_, index) => Entries[index]?.EventId === undefined)
    const codes = [...new Set(Entries.flatMap(({ ErrorCode = [] }) => ErrorCode))]
    return { left, fault: new Error(`the bus refused ${left.length} of ${entries.length}: ${codes.join(', ')}`) }
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

/** What an entry counts for: its texts in UTF-8 bytes. */
const sizeOf = ({ detail, detailType }: ResultEvent): number =>
  Buffer.byteLength(detail) + Buffer.byteLength(detailType) + OWN_SOURCE.length

/** Requests of at most ten entries and 240 kB, in order. */
export function pack(events: readonly ResultEvent[]): ResultEvent[][] {
  const packed: ResultEvent[][] = []
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
