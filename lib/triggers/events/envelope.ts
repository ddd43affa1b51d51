import type { Members } from '../../operation.ts'
import { traceparentOf } from '../../trace.ts'
import { eventCaller } from '../caller.ts'

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
}

const PREFIX = 'chat.'
/** A rule's constant input takes the envelope's place, so the rule speaks for EventBridge itself; nobody can put an event of that source. */
export const CONSTANT_CALLER = eventCaller('aws.events')

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * Reads what EventBridge hands over: an event named `chat.{operation}` whose detail is the body, or a rule's constant input
 * `{ operation, body }`. An `id` beside these makes it the same job each time, as an event's does; a `traceparent` beside these, or
 * at the event's own top, joins it to a trace.
 */
export function readEnvelope(event: unknown): Envelope {
  const { id, source, 'detail-type': detailType, detail, operation, body, ...more } = Object(event) as Members
  const traceparent = traceparentOf(more.traceparent)
  const eventId = typeof id === 'string' && id !== '' ? id : undefined
  if (detailType === undefined)
    return { operation: textOf(operation), body, caller: CONSTANT_CALLER, eventId, traceparent }
  const name = textOf(detailType)
  const asked = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name
  return { operation: asked, body: detail, caller: eventCaller(textOf(source)), eventId, traceparent }
}
