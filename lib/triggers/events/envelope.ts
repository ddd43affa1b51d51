import type { Members } from '../../operation.ts'
import { eventCaller } from '../caller.ts'

/** What an event asks for, as far as its envelope says. */
export interface Envelope {
  /** Operation name; empty where it names none. */
  readonly operation: string
  readonly body: unknown
  readonly caller: string
  /** The event's id; undefined for a rule's constant input, which has none. */
  readonly eventId: string | undefined
}

const PREFIX = 'chat.'
/** A rule's constant input takes the envelope's place, so nobody can say whose it is. */
const CONSTANT_CALLER = eventCaller('schedule')

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * Reads what EventBridge hands over: an event named `chat.{operation}` whose detail is the body, or a rule's constant input
 * `{ operation, body }`.
 */
export function readEnvelope(event: unknown): Envelope {
  const { id, source, 'detail-type': detailType, detail, operation, body } = Object(event) as Members
  if (detailType === undefined) {
    return { operation: textOf(operation), body, caller: CONSTANT_CALLER, eventId: undefined }
  }
  const name = textOf(detailType)
  const eventId = typeof id === 'string' && id !== '' ? id : undefined
  const asked = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name
  return { operation: asked, body: detail, caller: eventCaller(textOf(source)), eventId }
}
