import { GatewayError } from '../errors/gateway-error.ts'
import type { Job } from '../jobs/job.ts'
import type { Memory, Refusal } from '../jobs/memory.ts'
import type { AnyOperation } from '../operation.ts'
import { type KeptAnswer, outcomeAnswer, problemOf } from './answer.ts'

/**
 * The answer that tells what is remembered.
 * @param operation of the job; undefined where it is known no more
 * @param callsPerSecond see outcomeAnswer
 */
export function answerOfMemory(
  memory: Memory,
  { requestId }: Pick<Job, 'requestId'>,
  operation: AnyOperation | undefined,
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
