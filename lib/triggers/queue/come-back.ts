import type { SQSBatchItemFailure, SQSRecord } from 'aws-lambda'
import { faultOf } from '../../telemetry/log.ts'
import type { Doorbell } from './doorbell.ts'
import type { ShiftParts } from './parts.ts'

/** A doorbell that goes back. */
export interface Returning {
  readonly record: SQSRecord
  readonly doorbell: Doorbell
  /** Until it comes back. */
  readonly seconds: number
  /** Whether nothing keeps it from being answered but a place in the quota. */
  readonly isForPlace: boolean
}

type Parts = Pick<ShiftParts, 'queue' | 'log' | 'waits'>

/**
 * Has doorbells, ten at most, come back; what is returned is not to be deleted. All of a group come back together: a message that stayed
 * invisible would hold up those before it. One that has come very often for want of a place is rung anew instead, before SQS puts it away.
 */
export async function comeBack(returning: readonly Returning[], parts: Parts): Promise<SQSBatchItemFailure[]> {
  const anew = await Promise.all(returning.map((one) => ringAnew(one, parts)))
  const left = returning.filter((_, index) => !anew[index])
  await delay(left, parts)
  return left.map(({ record }) => ({ itemIdentifier: record.messageId }))
}

async function ringAnew({ doorbell, isForPlace }: Returning, { queue, log, waits }: Parts): Promise<boolean> {
  const { jobId, messageId } = doorbell
  if (!isForPlace || jobId === undefined || doorbell.letter || !waits.isWorn(doorbell)) return false
  try {
    await queue.ring({ ...doorbell, jobId }, `-anew-${messageId}`)
    return true
  } catch (error) {
    log.warn('doorbell not rung anew', { messageId, jobId, ...faultOf(error) })
    return false
  }
}

async function delay(returning: readonly Returning[], { queue, log }: Parts): Promise<void> {
  if (returning.length === 0) return
  const delays = returning.map(({ record, seconds }) => ({ receiptHandle: record.receiptHandle, seconds }))
  await queue.delay(delays).catch((error: unknown) => {
    log.warn('doorbells not delayed', { count: delays.length, ...faultOf(error) })
  })
}
