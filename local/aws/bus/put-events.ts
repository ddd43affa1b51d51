import { randomUUID } from 'node:crypto'
import { ACCOUNT_ID, REGION } from '../account.ts'
import { Refusal } from '../aws-json.ts'
import { busName, DEFAULT_BUS } from './rules.ts'

/** An event as rules see it and functions get it. */
export interface BusEvent {
  version: '0'
  id: string
  'detail-type': string
  source: string
  account: string
  /** To the second: 2026-01-31T12:00:00Z. */
  time: string
  region: string
  resources: string[]
  detail: Record<string, unknown>
}

/** An event and where it goes. */
export interface Put {
  bus: string
  event: BusEvent
  traceId?: string
}

/** An entry of the request, and all of what the request says. */
export interface Entry {
  Source?: string
  DetailType?: string
  Detail?: string
  EventBusName?: string
  /** Seconds. */
  Time?: number
  Resources?: string[]
  TraceHeader?: string
}

interface Result {
  EventId?: string
  ErrorCode?: string
  ErrorMessage?: string
}

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
const MOST_ENTRIES = 10
// AWS has taken 1 MB since 2026; what stays within the old limit is right wherever the new one isn't in force yet.
const MOST_BYTES = 256 * 1024

/**
 * PutEvents: hands on each entry that is an event, in their order, and answers for every entry on its own.
 * Throws a Refusal for a request that is refused whole.
 */
export function putEvents({ Entries }: { Entries?: Entry[] }, hand: (put: Put) => void): object {
  checkWhole(Entries)
  const results = Entries.map((entry): Result => {
    const detail = detailOf(entry.Detail)
    const fault = faultOf(entry, detail)
    if (fault) return fault
    const event = eventOf(entry, detail!)
    const bus = busName(entry.EventBusName ?? DEFAULT_BUS)
    hand({ bus, event, ...(entry.TraceHeader !== undefined && { traceId: entry.TraceHeader }) })
    return { EventId: event.id }
  })
  return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: results }
}

function checkWhole(entries: Entry[] | undefined): asserts entries is Entry[] {
  if (!Array.isArray(entries)) {
    throw invalid(
      "1 validation error detected: Value null at 'entries' failed to satisfy constraint: Member must not be null",
    )
  }
  if (entries.length < 1 || entries.length > MOST_ENTRIES) {
    const limit = entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${MOST_ENTRIES}`
    throw invalid(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${limit}`,
    )
  }
  if (!entries.every(isEntry)) throw new Refusal('SerializationException', 'An entry is not what PutEvents takes.')
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0)
  if (bytes > MOST_BYTES) throw invalid('Total size of the entries in the request is over the limit.')
}

function isEntry(entry: unknown): boolean {
  if (entry === null || typeof entry !== 'object') return false
  const {
    Time = 0,
    Resources = [],
    Source = '',
    DetailType = '',
    Detail = '',
    EventBusName = '',
    TraceHeader = '',
  } = entry as Record<string, unknown>
  const isTime = typeof Time === 'number' && !Number.isNaN(new Date(Time * 1000).getTime())
  const texts = [Source, DetailType, Detail, EventBusName, TraceHeader]
  return isTime && Array.isArray(Resources) && [...texts, ...Resources].every((text) => typeof text === 'string')
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources]
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14)
}

function faultOf(entry: Entry, detail: unknown): Result | undefined {
  const missing = (['Source', 'DetailType', 'Detail'] as const).find((name) => !entry[name])
  if (missing !== undefined) {
    const reason = `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`
    return { ErrorCode: 'InvalidArgument', ErrorMessage: reason }
  }
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  if (!entry.Source!.startsWith('aws.')) return undefined
  return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
}

function detailOf(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const detail = JSON.parse(text!)
    return detail !== null && typeof detail === 'object' && !Array.isArray(detail) ? detail : undefined
  } catch {
    return undefined
  }
}

function eventOf({ Source, DetailType, Time, Resources = [] }: Entry, detail: Record<string, unknown>): BusEvent {
  const at = Time === undefined ? new Date() : new Date(Time * 1000)
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType!,
    source: Source!,
    account: ACCOUNT_ID,
    time: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: Resources,
    detail,
  }
}

const invalid = (message: string) => new Refusal('ValidationException', message)
