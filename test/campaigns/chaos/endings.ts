import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { CREDENTIALS, REGION } from '../../../local/aws/account.ts'
import type { Local } from '../../../local/aws/start-local.ts'
import { shapeFault, shapeOfStatus } from '../../support/answer-shapes.ts'
import { isOwn, type Story, type Told } from './history.ts'
import type { Violation } from './rules.ts'

/** A dead letter: ours has a reason, the platform's a condition. */
export interface Letter {
  readonly reason?: string
  readonly jobId?: string
  readonly event?: { readonly id?: string }
  readonly requestContext?: { readonly condition?: string }
  readonly requestPayload?: { readonly id?: string }
}

/** All that lies in the dead-letter queues. */
export async function takeLetters({ queues }: Local): Promise<Letter[]> {
  const client = new SQSClient({ endpoint: queues!.url, region: REGION, credentials: CREDENTIALS })
  const letters: Letter[] = []
  for (const name of ['JobsDeadLetters', 'EventsDeadLetters']) {
    const QueueUrl = queues!.queues[name]!.url
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 })
    for (let some = await client.send(receive); some.Messages?.length; some = await client.send(receive)) {
      letters.push(...some.Messages.map(({ Body }) => JSON.parse(Body!) as Letter))
      const Entries = some.Messages.map(({ ReceiptHandle }, index) => ({
        Id: `${index}`,
        ReceiptHandle: ReceiptHandle!,
      }))
      await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    }
  }
  client.destroy()
  return letters
}

const about = ({ asked }: Story, rule: Violation['rule'], what: string): Violation => ({
  rule,
  what: `${asked.operation} (${asked.way}): ${what}`,
  calls: [asked.number],
})

/** Every job ended and every event told of; what was not done lies in a dead-letter queue. */
export function checkEndings(stories: readonly Story[], letters: readonly Letter[]): Violation[] {
  const jobs = new Set(letters.map(({ jobId }) => jobId))
  const events = new Set(letters.flatMap(({ event, requestPayload }) => [event?.id, requestPayload?.id]))
  const nameless = letters.filter(({ reason, requestContext }) => !(reason || requestContext?.condition))
  return [
    ...nameless.map((letter) => ({
      rule: 'dead letter' as const,
      what: `no reason: ${JSON.stringify(letter)}`,
      calls: [],
    })),
    ...stories.flatMap((story): Violation[] => {
      const { jobId, eventId, told } = story
      if (jobId === undefined && eventId === undefined) return []
      const result = told.findLast(({ by }) => by === 'event')
      const hasLetter = (jobId !== undefined && jobs.has(jobId)) || (eventId !== undefined && events.has(eventId))
      if (!result) return hasLetter ? [] : [about(story, 'no ending', `accepted, and never heard of again`)]
      const { outcome, retry } = Object(result.body) as { outcome?: string; retry?: unknown }
      const isDone = (outcome === 'ok' || outcome === 'partial') && retry === undefined
      if (isDone || hasLetter) return []
      return [about(story, 'dead letter', `its result is ${JSON.stringify(result.body)}, and there is no letter`)]
    }),
  ]
}

/** The platform's own answers are none of ours; every other must be what was promised, and so must what it stands in. */
export function checkShapes(stories: readonly Story[]): Violation[] {
  return stories.flatMap((story) =>
    story.told.flatMap((told) => {
      const fault = faultOf(told)
      return fault === undefined ? [] : [about(story, 'shape of an answer', `${told.status}, ${told.by}: ${fault}`)]
    }),
  )
}

function faultOf(told: Told): string | undefined {
  const { around } = told
  const fault = around && shapeFault(around.shape, around.value)
  // A job holds its own answer, or none yet.
  if (fault !== undefined || around?.shape === 'job') return fault
  if (!isOwn(told)) return platformFault(told)
  // Each key is sent with one body only.
  const { code } = told.body as { readonly code?: string }
  return code === 'IDEMPOTENCY_KEY_REUSED'
    ? 'its body is said to be another one'
    : shapeFault(shapeOfStatus(told.status), told.body)
}

/** What API Gateway says of a function that broke or was killed. */
const platformFault = ({ status, body }: Told): string | undefined =>
  [0, 500, 503].includes(status) ? undefined : `neither ours nor the platform's: ${JSON.stringify(body)}`

/** Lines in which the platform, or the watch in each process, tells of an answer that came too late. */
export function checkDeadlines(lines: readonly string[]): Violation[] {
  return lines
    .filter((line) => /Task timed out|chaos late answer/.test(line))
    .map((line) => ({ rule: 'late answer' as const, what: line.trim().slice(0, 300), calls: [] }))
}
