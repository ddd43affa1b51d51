import { CONSTANT_CALLER, eventCaller } from '../../callers.ts'
import type { Pointed } from '../../errors/gateway-error.ts'
import type { Members } from '../../json.ts'
import { traceparentOf } from '../../telemetry/trace.ts'

/** What an event asks for, as far as its envelope says. */
export interface Envelope {
  /** Operation name; empty where it names none. */
  readonly operation: string
  readonly body: unknown
  readonly caller: string
  /** The event's id. A rule's constant input has none, unless a redrive gave it that of the invocation that failed with it. */
  readonly eventId: string | undefined
  /** The trace it belongs to (W3C Trace Context): the event's own where its rule or its sender put one there. */
  readonly traceparent: string
  /** What is wrong with the envelope itself, whatever it asks for. */
  readonly faults: readonly Pointed[]
}

const PREFIX = 'chat.'

/** Id and source are kept with the job, logged, and told with its result. An id of EventBridge's own has 36 characters. */
const MOST_CHARACTERS = 256

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const isTooLong = (text: string): boolean => text.length > MOST_CHARACTERS

/**
 * Reads what EventBridge hands over: an event named `chat.{operation}` whose detail is the body, or a rule's constant input
 * `{ operation, body }`. An `id` beside these makes it the same job each time, as an event's does; a `traceparent` beside these, or
 * at the event's own top, joins it to a trace. An id or source that is too long is a fault, and is not passed on.
 */
export function readEnvelope(event: unknown): Envelope {
  const { id, source, 'detail-type': detailType, detail, operation, body, ...more } = Object(event) as Members
  const traceparent = traceparentOf(more.traceparent)
  const faults = tooLong({ id, source })
  const eventId = typeof id === 'string' && id !== '' && !isTooLong(id) ? id : undefined
  const known = { eventId, traceparent, faults }
  if (detailType === undefined) return { ...known, operation: textOf(operation), body, caller: CONSTANT_CALLER }
  const name = textOf(detailType)
  const asked = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name
  return { ...known, operation: asked, body: detail, caller: eventCaller(textOf(source).slice(0, MOST_CHARACTERS)) }
}

const tooLong = (members: Members): Pointed[] =>
  Object.entries(members).flatMap(([name, value]) => {
    const { length } = textOf(value)
    const message = `of the event has ${length} characters; ${MOST_CHARACTERS} are the most, so give it a shorter one`
    return length > MOST_CHARACTERS ? [{ pointer: `/${name}`, message }] : []
  })

/** What is kept of an event that has no room in a letter: enough for its sender to find it. */
export function briefOf(event: unknown): Readonly<Record<string, string | undefined>> {
  const { id, source, 'detail-type': detailType } = Object(event) as Members
  const cut = (value: unknown) => (typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : undefined)
  return { id: cut(id), source: cut(source), 'detail-type': cut(detailType) }
}
