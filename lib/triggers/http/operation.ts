import type { Accepted } from '../../accept.ts'
import type { Gateway } from '../../gateway.ts'
import type { Fields } from '../../log.ts'
import { operations } from '../../operations/index.ts'
import type { Ran } from '../../run.ts'
import { traceIdOf } from '../../trace.ts'
import { type Answer, acceptedAnswer, outcomeAnswer } from '../answer.ts'
import { effortFigures, faultFigures, figureFields, itemFigures } from '../figures.ts'
import type { HttpCall } from './call.ts'

/** Runs one operation, or queues it, and logs what became of it. @throws GatewayError */
export async function runOperation(operation: string, call: HttpCall, gateway: Gateway): Promise<Answer> {
  const { config, run, clock, log } = gateway
  const { requestId, traceparent, caller } = call
  const startedAt = clock.now()
  // A read is worth nothing later; RFC 7240 leaves it to us.
  const isLater = call.isAsync && operations.get(operation)?.effect !== 'read'
  const ran = await run({ ...call, operation, ...(isLater && { later: {} }) })
  const isJob = 'jobId' in ran
  const answer = isJob ? acceptedAnswer(ran) : outcomeAnswer(ran, config.callsPerSecond)
  const ms = clock.now() - startedAt
  const facts = {
    requestId,
    traceId: traceIdOf(traceparent),
    caller,
    status: answer.status,
    isReplayed: ran.isReplayed,
  }
  log.info('request', { ...facts, ...(isJob ? acceptedFields(ran, operation, ms) : ranFields(ran, operation, ms)) })
  return answer
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
