import { type Code, codeRow } from '../errors/codes.ts'
import { GatewayError } from '../errors/gateway-error.ts'
import { type Fields, faultOf, type Log, redact } from '../telemetry/log.ts'
import type { Figures } from '../telemetry/metric.ts'
import { traceIdOf } from '../telemetry/trace.ts'
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

/** What a line tells of a refusal, and what it counts. */
export interface Refusal {
  readonly code: Code
  readonly subject: Subject
  readonly particulars: Fields
  readonly figures: Figures
}

/** What a caller may see of an error; the log gets a line, and alone learns of what we did not foresee. */
export function refuse(error: unknown, refused: Refused, log: Log): Answer {
  const known = foreseen(error, (fault) => tellUnforeseen(fault, refused, log))
  const { code, subject, particulars, figures } = refusalOf(known, refused)
  const { requestId, traceparent, caller, path, jobId, owner, eventId } = refused
  const about = { requestId, traceId: traceIdOf(traceparent), caller, path, jobId, owner, eventId }
  log[levelOf(code)]('refused', { ...about, ...particulars, ...figureFields(subject, figures) })
  return problemOf(known, requestId)
}

/** An error as a caller may know of it; `tell` gets what we did not foresee. */
export function foreseen(error: unknown, tell: (fault: Fields) => void): GatewayError {
  if (error instanceof GatewayError) return error
  tell(faultOf(error))
  return new GatewayError('INTERNAL')
}

export function tellUnforeseen(fault: Fields, { requestId, traceparent }: Refused, log: Log): void {
  log.error('unexpected error', { requestId, traceId: traceIdOf(traceparent), ...fault })
}

/** Whoever asks for what is not granted may be trying what they can get at. */
export const levelOf = (code: Code): 'warn' | 'info' => (code === 'FORBIDDEN' ? 'warn' : 'info')

export function refusalOf({ code, message, parts }: GatewayError, refused: Refused): Refusal {
  const { cause, errors } = parts
  const isForbidden = code === 'FORBIDDEN'
  return {
    code,
    subject: refused,
    particulars: {
      status: codeRow(code).status,
      code,
      ...(isForbidden && { detail: message }),
      ...(cause && { error: redact(cause.message) }),
      pointer: errors?.[0]?.pointer,
    },
    figures: {
      ...(refused.counted && { [refused.counted]: 1 }),
      QueueAge: refused.queueAge,
      ...faultFigures(code),
      ...(isForbidden && { AccessRefused: 1 }),
    },
  }
}
