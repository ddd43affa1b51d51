import { dereference, type References } from '../references.ts'
import { StartError } from '../start-error.ts'

/** An `sqs` event: the queue that Lambda empties into the function. */
export interface QueueSource {
  queueArn: string
  batchSize: number
  /** Most invocations at once. */
  maximumConcurrency: number
  /** Whether the answer names the messages that failed; otherwise a batch succeeds or fails whole. */
  reportsFailures: boolean
}

/** How Lambda treats events that nobody waits for an answer to. */
export interface AsynchronousSettings {
  /** Attempts beyond the first. */
  maximumRetryAttempts: number
  maximumEventAgeSeconds: number
  /** ARN of the queue for what fails for good. */
  onFailure?: string
}

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: so many batches to begin with.
const CONCURRENCY = 5
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
const MOST_RECEIVED = 10

/** The queue of an event of a function, or nothing for an event of another kind. */
export function queueSourceOf(event: unknown, place: string, references: References): QueueSource[] {
  if (Object(event).sqs === undefined) return []
  const written = dereference(Object(event).sqs, `${place}.sqs`, references)
  const { arn, batchSize, maximumConcurrency, functionResponseType, enabled, ...others } =
    typeof written === 'string' ? Object({ arn: written }) : Object(written)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) {
    throw new StartError(`serverless.yml: ${place}.sqs: the local gateway doesn't know "${unknown}".`)
  }
  if (batchSize > MOST_RECEIVED) {
    throw new StartError(`serverless.yml: ${place}.sqs: the local gateway takes a batchSize of up to ${MOST_RECEIVED}.`)
  }
  if (enabled === false) return []
  return [
    {
      queueArn: queueArn(arn, `${place}.sqs.arn`),
      batchSize: batchSize ?? MOST_RECEIVED,
      maximumConcurrency: maximumConcurrency ?? CONCURRENCY,
      reportsFailures: functionResponseType === 'ReportBatchItemFailures',
    },
  ]
}

/** What a function of serverless.yml says of its asynchronous invocations; Lambda's defaults otherwise. */
export function asynchronousOf(
  written: { maximumRetryAttempts?: unknown; maximumEventAge?: unknown; destinations?: unknown },
  place: string,
  references: References,
): AsynchronousSettings {
  const onFailure = Object(written.destinations).onFailure
  return {
    maximumRetryAttempts: Number(written.maximumRetryAttempts ?? 2),
    maximumEventAgeSeconds: Number(written.maximumEventAge ?? 21_600),
    ...(onFailure !== undefined && {
      onFailure: destinationOf(onFailure, `${place}.destinations.onFailure`, references),
    }),
  }
}

function destinationOf(destination: unknown, place: string, references: References): string {
  const arn = queueArn(dereference(Object(destination).arn ?? destination, place, references), place)
  if (!arn.endsWith('.fifo')) return arn
  throw new StartError(`serverless.yml: ${place}: Lambda takes no FIFO queue as a destination.`)
}

function queueArn(arn: unknown, place: string): string {
  if (typeof arn === 'string' && /^arn:aws:sqs:/.test(arn)) return arn
  throw new StartError(`serverless.yml: ${place}: the local gateway takes the ARN of a queue here.`)
}
