import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type { Context, SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { within } from '../../clock.ts'
import type { Gateway } from '../../gateway.ts'
import type { AnyOperation } from '../../operation.ts'
import { rowsNamed } from '../../operations/load.ts'
import { faultOf, type Log } from '../../telemetry/log.ts'
import { metric } from '../../telemetry/metric.ts'
import { notUnderstood } from '../not-understood.ts'
import { EventBus } from '../results/event-bus.ts'
import { comeBack } from './come-back.ts'
import { type Doorbell, readDoorbell } from './doorbell.ts'
import { HandBack, NoPlace } from './hand-back.ts'
import type { ShiftParts } from './parts.ts'
import { SeenLanes } from './seen-lanes.ts'
import { Shift } from './shift.ts'
import { Waits } from './waits.ts'

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
  const { config, log, clock, jobs, backlogs, queue, connectBus: connect } = gateway
  if (!jobs || !backlogs) throw new Error('the worker needs JOBS_TABLE')
  const bus = new EventBus({ name: config.eventBus, log, sleep: clock.sleep, queue, connect })
  const parts = { ...gateway, jobs, backlogs, bus }
  const lanes = new SeenLanes(clock)
  return middy<unknown, unknown>({ timeoutEarlyInMillis: 0 }).handler(async (event: unknown, context: Context) => {
    const { Records } = Object(event) as SQSEvent
    if (!Array.isArray(Records) || !Records.every(isMessage))
      throw notUnderstood('The worker takes messages as SQS hands them over', context, log)
    const endsAt = clock.now() + context.getRemainingTimeInMillis()
    const waits = new Waits(gateway, clock, lanes)
    const inTime = { ...parts, waits, jobs: jobs.until(() => endsAt - HAND_BACK_MS - clock.now()) }
    const groups = [...Map.groupBy(Records, ({ attributes }) => attributes.MessageGroupId ?? '').values()]
    const rows = await rowsNamed(groups.flatMap(([first]) => (first ? [readDoorbell(first).operation] : [])))
    const [later, now] = apart(groups, (records) => isForLater(records, rows, inTime))
    const shift = new Shift(inTime, now.flat().map(readDoorbell), endsAt - RESERVE_MS, context.awsRequestId)
    const inTimeOrAll = (answering: Promise<SQSBatchItemFailure[]>, records: readonly SQSRecord[]) =>
      within(answering, endsAt - ANSWER_MS - clock.now(), () => allOf(records, log))
    const answered = await Promise.all([
      inTimeOrAll(handBackUnread(later, inTime), later.flat()),
      ...now.map((records) => inTimeOrAll(answerGroup(records, shift, inTime), records)),
    ])
    return { batchItemFailures: answered.flat() }
  }) as unknown as QueueHandler
}

/** Those for which it holds, and the others. */
function apart<T>(all: readonly T[], holds: (one: T) => boolean): readonly [T[], T[]] {
  const found = all.filter(holds)
  return [found, all.filter((one) => !found.includes(one))]
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

type Rows = ReadonlyMap<unknown, AnyOperation>

/**
 * What can't find a place in the quota now goes back unread, all that waits for its account with it: whoever has much waiting would else
 * keep the worker from those whose lanes are free.
 */
function isForLater(records: readonly SQSRecord[], rows: Rows, { isFull, waits }: ShiftParts): boolean {
  const [first] = records
  if (!first) return false
  const doorbell = readDoorbell(first)
  const operation = rows.get(doorbell.operation)
  // What has most likely gone out with another of its account is looked at once: then its bell need not come again.
  const isLikelyOver = doorbell.joins && doorbell.receiveCount === 1
  if (doorbell.letter || !operation || isLikelyOver) return false
  const { path, rate } = operation
  return isFull({ app: doorbell.app, path, rate }, waits.of(doorbell))
}

async function handBackUnread(groups: readonly (readonly SQSRecord[])[], parts: ShiftParts) {
  const returning = groups.flatMap((records) => {
    const all = records.map((record) => ({ record, doorbell: readDoorbell(record), isForPlace: true }))
    if (all[0]) parts.waits.noteFull(all[0].doorbell)
    const seconds = Math.min(...all.map(({ doorbell }) => parts.waits.secondsBefore(doorbell)))
    return all.map((one) => ({ ...one, seconds }))
  })
  if (returning.length === 0) return []
  parts.log.debug('doorbells handed back unread', { count: returning.length })
  return comeBack(returning, parts)
}

/** The doorbells of one account, in their order, up to the first that must come back. */
async function answerGroup(records: SQSRecord[], shift: Shift, parts: ShiftParts): Promise<SQSBatchItemFailure[]> {
  let [seconds, isForPlace] = [0, false]
  const answer = async (record: SQSRecord): Promise<void> => {
    const doorbell = readDoorbell(record)
    await shift.answer(doorbell).catch((error: unknown) => {
      seconds = secondsBefore(error, doorbell, parts)
      isForPlace = error instanceof NoPlace
      if (isForPlace) parts.waits.noteNoPlace(doorbell)
      throw error
    })
  }
  const processor = new SqsFifoPartialProcessorAsync()
  const options = { processor, throwOnFullBatchFailure: false }
  const { batchItemFailures } = await processPartialResponse({ Records: records }, answer, processor, options)
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
  const returning = records.filter(({ messageId }) => failed.has(messageId))
  return comeBack(
    returning.map((record) => ({ record, doorbell: readDoorbell(record), seconds, isForPlace })),
    parts,
  )
}

/** When a doorbell comes back: as its job wants it, or where nothing can be known of that, later each time. */
function secondsBefore(error: unknown, doorbell: Doorbell, { log, config, waits }: ShiftParts): number {
  const { messageId, jobId, receiveCount } = doorbell
  if (error instanceof HandBack || error instanceof NoPlace) {
    const seconds = error instanceof NoPlace ? waits.secondsBefore(doorbell) : error.seconds
    log.info('doorbell handed back', { messageId, jobId, seconds, reason: error.message })
    return seconds
  }
  log.error('doorbell not answered', { messageId, jobId, ...faultOf(error), ...metric('DoorbellsNotAnswered') })
  return Math.min(LONGEST_WAIT_SECONDS, config.jobRetrySeconds * 2 ** Math.min(receiveCount - 1, 10))
}
