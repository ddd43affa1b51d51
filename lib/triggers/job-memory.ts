import { GatewayError } from '../errors/gateway-error.ts'
import type { Job } from '../jobs/job.ts'
import type { Memory, Refusal } from '../jobs/memory.ts'
import { type KeptAnswer, outcomeAnswer, problemOf } from './answer.ts'

/**
 * The answer that tells what is remembered.
 * @param callsPerSecond see outcomeAnswer
 */
export function answerOfMemory(
  memory: Memory,
  { requestId, operation }: Pick<Job, 'requestId' | 'operation'>,
  callsPerSecond: number,
): KeptAnswer {
  if ('status' in memory) return memory
  const { status, body } =
    'outcome' in memory
      ? outcomeAnswer({ requestId, ...memory.outcome }, operation, callsPerSecond)
      : problemOf(errorOf(memory.refused), requestId)
  return { status, body }
}

const errorOf = ({ code, ...parts }: Refusal): GatewayError => new GatewayError(code, parts)
