import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type { Context, SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { within } from '../../clock.ts'
import type { Gateway } from '../../gateway.ts'
import { faultOf, type Log } from '../../log.ts'
import { metric } from '../../metric.ts'
import { notUnderstood } from '../not-understood.ts'
import { EventBus } from '../results/event-bus.ts'
import { type Doorbell, readDoorbell } from './doorbell.ts'
import { HandBack } from './hand-back.ts'
import type { ShiftParts } from './parts.ts'
import { Shift } from './shift.ts'

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>

/** What is left for settling jobs once the last upstream call must have ended. */
const RESERVE_MS = 5000
/** Of that, what is left once nothing more is written down, to hand back what is not settled; and to answer even without that. */
const HAND_BACK_MS = 1000
const ANSWER_MS = 500
const LONGEST_WAIT_SECONDS = 900

/**
 * The worker: doorbells of the FIFO queue, several accounts side by side, each account's in their order. What can't be
 * acknowledged goes back with all that follows it in its account.
 * @throws Error without JOBS_TABLE
 */
export function createQueueHandler(gateway: Gateway): QueueHandler {
  const { config, log, clock, jobs, queue, connectBus: connect } = gateway
  if (!jobs) throw new Error('the worker needs JOBS_TABLE')
  const bus = new EventBus({ name: config.eventBus, log, sleep: clock.sleep, queue, connect })
  const parts = { ...gateway, jobs, bus }
  return middy<unknown, unknown>({ timeoutEarlyInMillis: 0 }).handler(async (event: unknown, context: Context) => {
    const { Records } = Object(event) as SQSEvent
    if (!Array.isArray(Records) || !Records.every(isMessage))
      throw notUnderstood('The worker takes messages as SQS hands them over', context, log)
    const endsAt = clock.now() + context.getRemainingTimeInMillis()
    const inTime = { ...parts, jobs: jobs.until(() => endsAt - HAND_BACK_MS - clock.now()) }
    const shift = new Shift(inTime, Records.map(readDoorbell), endsAt - RESERVE_MS, context.awsRequestId)
    const groups = Map.groupBy(Records, ({ attributes }) => attributes.MessageGroupId ?? '')
    const answered = await Promise.all(
      [...groups.values()].map((records) =>
        within(answerGroup(records, shift, inTime), endsAt - ANSWER_MS - clock.now(), () => allOf(records, log)),
      ),
    )
    return { batchItemFailures: answered.flat() }
  }) as unknown as QueueHandler
}

/** Other services of AWS call what they bring Records, too. */
function isMessage(record: unknown): boolean {
  const { messageId, body, attributes } = Object(record)
  return [messageId, body].every((text) => typeof text === 'string') && Object(attributes) === attributes
}

/**
 * What bus and queue have not let settle in time comes back when its visibility timeout ends. A worker killed for its time would
 * have taken the other accounts' doorbells with it.
 */
function allOf(records: readonly SQSRecord[], log: Log): SQSBatchItemFailure[] {
  return records.map((record) => {
    const { messageId, jobId } = readDoorbell(record)
    log.error('doorbell not settled in time', { messageId, jobId, ...metric('DoorbellsNotAnswered') })
    return { itemIdentifier: messageId }
  })
}

/** The doorbells of one account, in their order, up to the first that must come back. */
async function answerGroup(records: SQSRecord[], shift: Shift, parts: ShiftParts): Promise<SQSBatchItemFailure[]> {
  let seconds = 0
  const answer = async (record: SQSRecord): Promise<void> => {
    const doorbell = readDoorbell(record)
    await shift.answer(doorbell).catch((error: unknown) => {
      seconds = secondsBefore(error, doorbell, parts)
      throw error
    })
  }
  const processor = new SqsFifoPartialProcessorAsync()
  const options = { processor, throwOnFullBatchFailure: false }
  const { batchItemFailures } = await processPartialResponse({ Records: records }, answer, processor, options)
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
  await delay(
    records.filter(({ messageId }) => failed.has(messageId)),
    seconds,
    parts,
  )
  return batchItemFailures
}

/** When a doorbell comes back: as its job wants it, or where nothing can be known of that, later each time. */
function secondsBefore(error: unknown, { messageId, jobId, receiveCount }: Doorbell, parts: ShiftParts): number {
  const { log, config } = parts
  if (error instanceof HandBack) {
    log.info('doorbell handed back', { messageId, jobId, seconds: error.seconds, reason: error.message })
    return error.seconds
  }
  log.error('doorbell not answered', { messageId, jobId, ...faultOf(error), ...metric('DoorbellsNotAnswered') })
  return Math.min(LONGEST_WAIT_SECONDS, config.jobRetrySeconds * 2 ** Math.min(receiveCount - 1, 10))
}

/**
 * All that goes back comes back together: a message of a group that stayed invisible would hold up those before it.
 */
async function delay(records: readonly SQSRecord[], seconds: number, { queue, log }: ShiftParts): Promise<void> {
  if (records.length === 0) return
  const handles = records.map(({ receiptHandle }) => receiptHandle)
  await queue.delay(handles, seconds).catch((error: unknown) => {
    log.warn('doorbells not delayed', { count: handles.length, ...faultOf(error) })
  })
}
