import type { Gateway } from '../../gateway.ts'
import { operations } from '../../operations/index.ts'
import type { Ran } from '../../run.ts'
import { type Answer, acceptedAnswer, outcomeAnswer } from '../answer.ts'
import type { HttpCall } from './call.ts'

/** Runs one operation, or queues it, and logs what became of it. @throws GatewayError */
export async function runOperation(operation: string, call: HttpCall, gateway: Gateway): Promise<Answer> {
  const { config, run, clock, log } = gateway
  const startedAt = clock.now()
  // A read is worth nothing later; RFC 7240 leaves it to us.
  const isLater = call.isAsync && operations.get(operation)?.effect !== 'read'
  const ran = await run({ ...call, operation, ...(isLater && { later: {} }) })
  const isJob = 'jobId' in ran
  const answer = isJob ? acceptedAnswer(ran) : outcomeAnswer(ran, config.callsPerSecond)
  const ms = clock.now() - startedAt
  const facts = { requestId: call.requestId, app: ran.app, status: answer.status, replayed: ran.isReplayed, ms }
  log.info(operation, { ...facts, ...(isJob ? { jobId: ran.jobId } : factsOf(ran)) })
  return answer
}

const factsOf = ({ outcome, leading, answer: { counts }, calls }: Ran) => ({
  outcome,
  code: leading?.code,
  counts,
  calls,
})
