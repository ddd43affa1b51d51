import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Gateway } from '../../gateway.ts'
import { Jobs } from '../../ledger/jobs.ts'
import { faultOf } from '../../log.ts'
import { EventBus } from '../results/event-bus.ts'
import { readDoorbell } from './doorbell.ts'
import { HandBack, Shift } from './shift.ts'

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>

/** What is left for settling jobs once the last upstream call must have ended. */
const RESERVE_MS = 5000

/**
 * The worker: doorbells of the FIFO queue, several accounts side by side, each account's in their order. What can't be
 * acknowledged goes back with all that follows it in its account.
 */
export function createQueueHandler(gateway: Gateway): QueueHandler {
  const { config, log, clock } = gateway
  if (!gateway.jobs) throw new Error('the worker needs JOBS_TABLE')
  const parts = { ...gateway, jobs: gateway.jobs, bus: new EventBus({ name: config.eventBus, log, sleep: clock.sleep }) }
  return middy<unknown, unknown>({ timeoutEarlyInMillis: 0 }).handler((event: unknown, context: Context) => {
    const deadline = clock.now() + context.getRemainingTimeInMillis() - RESERVE_MS
    return answerDoorbells(event as SQSEvent, new Shift(parts, deadline, context.awsRequestId))
  }) as unknown as QueueHandler

  async function answerDoorbells({ Records }: SQSEvent, shift: Shift): Promise<SQSBatchResponse> {
    const groups = Map.groupBy(Records, ({ attributes }) => attributes.MessageGroupId ?? '')
    await shift.lookUp(Records.map(readDoorbell))
    const answer = (record: SQSRecord) => answerDoorbell(record, shift)
    const responses = await Promise.all(
      [...groups.values()].map((records) =>
        processPartialResponse({ Records: records }, answer, new SqsFifoPartialProcessorAsync(), {
          throwOnFullBatchFailure: false,
        }),
      ),
    )
    return { batchItemFailures: responses.flatMap(({ batchItemFailures }) => batchItemFailures) }
  }

  /** Throws where the message is to come back, which its group waits for. */
  async function answerDoorbell(record: SQSRecord, shift: Shift): Promise<void> {
    try {
      await shift.answer(readDoorbell(record))
    } catch (error) {
      const { seconds, reason } = error instanceof HandBack ? error : new HandBack(config.jobRetrySeconds, 'fault')
      if (!(error instanceof HandBack)) log.error('doorbell not answered', { messageId: record.messageId, ...faultOf(error) })
      else log.info('doorbell handed back', { messageId: record.messageId, seconds, reason })
      await gateway.queue.delay(record.receiptHandle, seconds).catch((fault: unknown) => {
        log.warn('doorbell not delayed', { messageId: record.messageId, ...faultOf(fault) })
      })
      throw error
    }
  }
}
