import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Gateway } from '../../gateway.ts'
import { faultOf } from '../../log.ts'
import { metric } from '../../metric.ts'
import { EventBus } from '../results/event-bus.ts'
import { type Doorbell, readDoorbell } from './doorbell.ts'
import { HandBack } from './hand-back.ts'
import type { ShiftParts } from './parts.ts'
import { Shift } from './shift.ts'

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>

/** What is left for settling jobs once the last upstream call must have ended. */
const RESERVE_MS = 5000
const LONGEST_WAIT_SECONDS = 900

/**
 * The worker: doorbells of the FIFO queue, several accounts side by side, each account's in their order. What can't be
 * acknowledged goes back with all that follows it in its account.
 * @throws Error without JOBS_TABLE
 */
export function createQueueHandler(gateway: Gateway): QueueHandler {
  const { config, log, clock, jobs, connectBus: connect } = gateway
  if (!jobs) throw new Error('the worker needs JOBS_TABLE')
  const parts = { ...gateway, jobs, bus: new EventBus({ name: config.eventBus, log, sleep: clock.sleep, connect }) }
  return middy<unknown, unknown>({ timeoutEarlyInMillis: 0 }).handler(async (event: unknown, context: Context) => {
    const { Records } = event as SQSEvent
    const deadline = clock.now() + context.getRemainingTimeInMillis() - RESERVE_MS
    const shift = new Shift(parts, Records.map(readDoorbell), deadline, context.awsRequestId)
    const groups = Map.groupBy(Records, ({ attributes }) => attributes.MessageGroupId ?? '')
    const answered = await Promise.all([...groups.values()].map((records) => answerGroup(records, shift, parts)))
    return { batchItemFailures: answered.flat() }
  }) as unknown as QueueHandler
}

/** The doorbells of one account, in their order, up to the first that must come back. */
async function answerGroup(records: SQSRecord[], shift: Shift, parts: ShiftParts) {
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
function secondsBefore(error: unknown, { messageId, receiveCount }: Doorbell, { log, config }: ShiftParts): number {
  if (error instanceof HandBack) {
    log.info('doorbell handed back', { messageId, seconds: error.seconds, reason: error.message })
    return error.seconds
  }
  log.error('doorbell not answered', { messageId, ...faultOf(error), ...metric('DoorbellsNotAnswered') })
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
