import { GatewayError } from '../errors/gateway-error.ts'
import { faultOf, type Log, redact } from '../log.ts'
import { traceIdOf } from '../trace.ts'
import { type Answer, problemOf } from './answer.ts'
import { faultFigures, figureFields, type Subject } from './figures.ts'

/** What was refused, for the log. */
export interface Refused extends Subject {
  readonly requestId: string
  readonly traceparent?: string | undefined
  readonly caller?: string | undefined
  /** Where no operation was named. */
  readonly path?: string | undefined
  readonly jobId?: string | undefined
  /** Of a job that was looked up, whose it is. */
  readonly owner?: string | undefined
  readonly eventId?: string | undefined
  /** Of a job, how old it was when its turn began, in milliseconds. */
  readonly queueAge?: number | undefined
  /** What it is counted as; nothing where that has been done already. */
  readonly counted?: 'Requests' | 'JobAttempts' | undefined
}

/** What a caller may see of an error; the log gets a line, and alone learns of what we did not foresee. */
export function refuse(error: unknown, refused: Refused, log: Log): Answer {
  const { requestId, caller, path, jobId, owner, eventId, counted, queueAge } = refused
  if (!(error instanceof GatewayError)) {
    log.error('unexpected error', { requestId, traceId: traceIdOf(refused.traceparent), ...faultOf(error) })
    return refuse(new GatewayError('INTERNAL'), refused, log)
  }
  const answer = problemOf(error, requestId)
  const { code, message, parts } = error
  const { cause } = parts
  const isForbidden = code === 'FORBIDDEN'
  log[isForbidden ? 'warn' : 'info']('refused', {
    requestId,
    traceId: traceIdOf(refused.traceparent),
    caller,
    path,
    jobId,
    owner,
    eventId,
    status: answer.status,
    code,
    ...(isForbidden && { detail: message }),
    ...(cause && { error: redact(cause.message) }),
    pointer: parts.errors?.[0]?.pointer,
    ...figureFields(refused, {
      ...(counted && { [counted]: 1 }),
      QueueAge: queueAge,
      ...faultFigures(code),
      ...(isForbidden && { AccessRefused: 1 }),
    }),
  })
  return answer
}
