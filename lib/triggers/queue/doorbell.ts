import type { SQSRecord } from 'aws-lambda'
import { isJobId } from '../../ledger/jobs.ts'

/** A message of the queue, as the worker sees it. */
export interface Doorbell {
  /** Undefined where the message names none that could be one. */
  readonly jobId: string | undefined
  readonly messageId: string
  /** The account's message group. */
  readonly group: string
  /** As it came, for the letter about one that can't be read. */
  readonly text: string
  /** How often it was handed out, this time included: after the first, what it is about may have been begun. */
  readonly receiveCount: number
}

export function readDoorbell({ body, messageId, attributes }: SQSRecord): Doorbell {
  const { MessageGroupId: group = '', ApproximateReceiveCount } = attributes
  return { jobId: jobIdIn(body), messageId, group, text: body, receiveCount: Number(ApproximateReceiveCount) }
}

function jobIdIn(text: string): string | undefined {
  try {
    const { jobId } = Object(JSON.parse(text))
    return typeof jobId === 'string' && isJobId(jobId) ? jobId : undefined
  } catch {
    return undefined
  }
}
