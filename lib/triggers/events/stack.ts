import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import { codeRow } from '../../errors/codes.ts'
import { GatewayError, invalid } from '../../errors/gateway-error.ts'
import { appIn } from '../../flow/plan.ts'
import type { Gateway } from '../../gateway.ts'
import { metric } from '../../telemetry/metric.ts'
import { traceIdOf } from '../../telemetry/trace.ts'
import type { Answer } from '../answer.ts'
import { figureFields } from '../figures.ts'
import { refuse } from '../refuse.ts'
import { EventBus, OWN_SOURCE } from '../results/event-bus.ts'
import { resultEvent } from '../results/result-event.ts'
import { briefOf, type Envelope, readEnvelope } from './envelope.ts'

export type EventHandler = (event: unknown, context: Context) => Promise<void>

/** What stands in a result's name where an event names no operation that could. */
const NAMELESS = 'request'
/** No operation's name has so many characters, and a result's name at most 128. */
const MOST_CHARACTERS = 64
/** Time for the letter and its event once the work is refused. */
const RESERVE_MS = 4000

/**
 * The door for events: each becomes a job. What AWS keeps from being queued throws, so that Lambda tries again; an event that is
 * wrong would be as wrong then, so it is told of and put away.
 */
export function createEventHandler(gateway: Gateway): EventHandler {
  const { config, log, clock, queue, connectBus: connect } = gateway
  const parts = { ...gateway, bus: new EventBus({ name: config.eventBus, log, sleep: clock.sleep, connect, queue }) }
  return middy<unknown, unknown>({ timeoutEarlyInMillis: 0 }).handler((event: unknown, context: Context) =>
    take(event, context, parts),
  ) as unknown as EventHandler
}

interface EventParts extends Gateway {
  readonly bus: EventBus
}

async function take(event: unknown, context: Context, gateway: EventParts): Promise<void> {
  const { log } = gateway
  const requestId = context.awsRequestId
  if (Object(event).source === OWN_SOURCE) {
    log.warn('own event dropped', {
      requestId,
      detailType: Object(event)['detail-type'],
      ...metric('OwnEventsDropped'),
    })
    return
  }
  const envelope = readEnvelope(event)
  try {
    await queueJob(envelope, context, gateway)
  } catch (error) {
    const { operation, body, caller, eventId, traceparent } = envelope
    const refused = { requestId, traceparent, caller, operation, eventId, app: appIn(body, gateway.config.defaultApp) }
    // Lambda tries again, and counts the event as failed itself.
    if (!(error instanceof GatewayError) || !isForLetter(error)) {
      refuse(error, refused, log)
      throw error
    }
    await putAway(event, envelope, refuse(error, { ...refused, counted: 'Requests' }, log), gateway)
  }
}

async function queueJob(envelope: Envelope, context: Context, gateway: Gateway) {
  const { run, clock, log } = gateway
  const { operation, body, caller, eventId, traceparent, faults } = envelope
  if (faults.length > 0) throw invalid(faults)
  const startedAt = clock.now()
  const requestId = context.awsRequestId
  const deadline = startedAt + context.getRemainingTimeInMillis() - RESERVE_MS
  // Lambda's retries keep the request id, so even an input without an id of its own is queued once.
  const later = { cause: eventId ?? requestId }
  const accepted = await run({ operation, body, caller, requestId, traceparent, deadline, later })
  if (!('jobId' in accepted)) throw new Error('an event was answered instead of queued')
  const { jobId, app, isKnown } = accepted
  const ms = clock.now() - startedAt
  const facts = { requestId, traceId: traceIdOf(traceparent), caller, jobId, eventId, isKnown }
  log.info('event queued', { ...facts, ...figureFields({ operation, app }, { Requests: 1, Latency: ms }) })
}

/** A repeat would be refused as well, or add to what its caller has too much of. */
const isForLetter = ({ code }: GatewayError): boolean => codeRow(code).kind === 'caller' || code === 'RATE_LIMITED'

/** The letter first: whoever hears of it finds it. */
async function putAway(
  event: unknown,
  { operation, eventId, traceparent }: Envelope,
  answer: Answer,
  { queue, bus, log, config }: EventParts,
) {
  const isName = operation.length <= MOST_CHARACTERS && /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(operation)
  const name = isName ? operation : NAMELESS
  const { code, requestId } = answer.body as { readonly code: string; readonly requestId: string }
  await queue.bury({ reason: code, operation: name, app: '', content: { event }, brief: briefOf(event) })
  const told = { operation: name, cause: eventId, traceparent, answer }
  const isOut = await bus.put([resultEvent(told, config.errorDocsUrl)])
  if (!isOut) log.warn('nobody was told', { requestId, traceId: traceIdOf(traceparent), eventId, operation: name })
}
