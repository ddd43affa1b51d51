import type { Code } from '../../errors/codes.ts'
import type { Accepted } from '../../flow/later.ts'
import type { Ran } from '../../flow/run.ts'
import type { Gateway } from '../../gateway.ts'
import { known } from '../../operations/known.ts'
import { rowNamed } from '../../operations/load.ts'
import type { Fields } from '../../telemetry/log.ts'
import { traceIdOf } from '../../telemetry/trace.ts'
import { type Answer, acceptedAnswer, outcomeAnswer } from '../answer.ts'
import { effortFigures, faultFigures, figureFields, itemFigures } from '../figures.ts'
import type { Refusal } from '../refuse.ts'
import type { HttpCall } from './call.ts'

/** What became of an operation, and what is logged of it. */
export interface Done {
  readonly answer: Answer
  readonly line: Fields
  /** Where nothing was tried, since nothing proves that there is such an app. */
  readonly refusal?: Refusal
}

/** Runs one operation, or queues it. @throws GatewayError */
export async function runOperation(operation: string, call: HttpCall, gateway: Gateway): Promise<Done> {
  const { perSecond, run, clock } = gateway
  const { requestId, traceparent, caller } = call
  const startedAt = clock.now()
  // A read is worth nothing later; RFC 7240 leaves it to us.
  const { effect, rate } = known.get(operation) ?? {}
  const isLater = call.isAsync && effect !== 'read'
  const ran = await run({ ...call, operation, ...(isLater && { later: {} }) })
  const isJob = 'jobId' in ran
  const answer = isJob ? acceptedAnswer(ran) : outcomeAnswer(ran, await rowNamed(operation), perSecond(rate))
  const ms = clock.now() - startedAt
  const facts = {
    requestId,
    traceId: traceIdOf(traceparent),
    caller,
    status: answer.status,
    isReplayed: ran.isReplayed,
  }
  const line = { ...facts, ...(isJob ? acceptedFields(ran, operation, ms) : ranFields(ran, operation, ms)) }
  const refusal = isJob ? undefined : refusalOf(ran, operation, answer)
  return { answer, line, ...(refusal && { refusal }) }
}

export function logRequest({ line }: Done, { log }: Pick<Gateway, 'log'>): void {
  log.info('request', line)
}

/** How a name that is none, or was not even looked up, is told. */
const WITHOUT_APP: ReadonlySet<Code> = new Set(['UNKNOWN_APP', 'RATE_LIMITED'])

function refusalOf(
  { app, isAppReal, leading, ...ran }: Ran,
  operation: string,
  { status }: Answer,
): Refusal | undefined {
  if (isAppReal || !leading || !WITHOUT_APP.has(leading.code)) return undefined
  const { code } = leading
  const figures = { Requests: 1, ...itemFigures(ran), ...faultFigures(code) }
  return { code, subject: { operation, app }, particulars: { status, code }, figures }
}

const requestFigures = ({ isReplayed }: Ran | Accepted, ms: number) => ({
  Requests: 1,
  Latency: ms,
  ...(isReplayed && { Replays: 1 }),
})

/** Whether there is such an app is the worker's to find out. */
const acceptedFields = (accepted: Accepted, operation: string, ms: number): Fields => ({
  jobId: accepted.jobId,
  ...figureFields({ operation, app: accepted.app }, requestFigures(accepted, ms)),
})

/** What a replay tells of was counted when it was done. */
function ranFields(ran: Ran, operation: string, ms: number): Fields {
  const { outcome, leading, app, isAppReal, isReplayed } = ran
  const done = isReplayed ? {} : { ...itemFigures(ran), ...faultFigures(leading?.code), ...effortFigures(ran.effort) }
  const figures = { ...requestFigures(ran, ms), ...done }
  return { outcome, code: leading?.code, ...figureFields({ operation, app, isAppReal }, figures) }
}
