import type { Gateway } from '../../gateway.ts'
import { type Answer, outcomeAnswer } from './answer.ts'
import type { HttpCall } from './call.ts'

/** Runs one operation and logs what became of it. @throws GatewayError */
export async function runOperation(
  operation: string,
  call: HttpCall,
  { config, run, clock, log }: Gateway,
): Promise<Answer> {
  const startedAt = clock.now()
  const ran = await run({ operation, ...call })
  const { app, outcome, calls, leading } = ran
  const answer = outcomeAnswer(ran, config.callsPerSecond)
  const ms = clock.now() - startedAt
  const facts = { requestId: call.requestId, app, status: answer.status, outcome, code: leading?.code }
  log.info(operation, { ...facts, counts: ran.answer.counts, calls, ms, replayed: ran.isReplayed })
  return answer
}
