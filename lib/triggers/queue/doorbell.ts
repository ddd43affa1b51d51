import type { SQSRecord } from 'aws-lambda'
import { isJobId } from '../../jobs/jobs.ts'
import { orderIn } from '../../jobs/letters.ts'
import type { Members } from '../../json.ts'

/** No name of ours is as long; a letter that anybody wrote may hold any, and still needs room in another. */
const MOST_CHARACTERS = 256

/** A letter that somebody has moved from the dead letters into the queue of doorbells, as SQS's own redrive does. */
export interface MovedLetter {
  readonly reason: string
  readonly operation: string
  readonly app: string
  /** What the job's order was when it was laid down, where that is known. */
  readonly order: number | undefined
  /** All else that it says. */
  readonly content: Members
}

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
  /** Of its job, as far as it says so itself. */
  readonly app: string
  readonly operation: string
  /** About how many calls at the same caller's expense waited before it. */
  readonly behind: number
  /** Whether its job has most likely gone out with another of its account. */
  readonly joins: boolean
  /** When it was first rung for, in Unix milliseconds, where that is known. */
  readonly since: number | undefined
  /** A doorbell says no more than which job it is for; what gives a reason is a letter. */
  readonly letter?: MovedLetter
}

export function readDoorbell({ body, messageId, attributes }: SQSRecord): Doorbell {
  const { MessageGroupId: group = '', MessageDeduplicationId, ApproximateReceiveCount, SentTimestamp } = attributes
  const { jobId, ...more } = membersIn(body)
  return {
    jobId: typeof jobId === 'string' && isJobId(jobId) ? jobId : undefined,
    messageId,
    group,
    text: body,
    receiveCount: Number(ApproximateReceiveCount),
    app: textOf(more.app),
    operation: textOf(more.operation),
    behind: numberOf(more.behind) ?? 0,
    joins: more.joins === true,
    since: numberOf(more.since) ?? (Number(SentTimestamp) || undefined),
    ...letterIn({ jobId, ...more }, MessageDeduplicationId),
  }
}

function letterIn({ reason, operation, app, ...content }: Members, deduplicationId: string | undefined) {
  const why = textOf(reason)
  if (why === '') return undefined
  const order = orderIn(content, deduplicationId)
  return { letter: { reason: why, operation: textOf(operation), app: textOf(app), order, content } }
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined)

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : '')

function membersIn(text: string): Members {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}
