import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type AttributeValue, BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { SQSRecord } from 'aws-lambda'
import { seedOf } from './events.ts'
import type { Asked } from './gateway/invocation.ts'
import type { Tables } from './tables.ts'

/** What version 0.1 left behind and what it answered; test/fixtures/0.1/README.md says how it was made. */
const folder = path.join(import.meta.dirname, '../fixtures/0.1')
const read = <T>(name: string): T => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as T

type Stored = Readonly<Record<string, { readonly S?: string; readonly N?: string; readonly B?: string }>>

/** A message of a queue, by the account that it is about. */
export interface LaidMessage {
  readonly about: string
  readonly body: string
  readonly group?: string
  readonly deduplicationId?: string
  readonly attributes?: Readonly<Record<string, string>>
}

interface Answers {
  /** What `GET /v1/jobs/…` answered, by the account of the job. */
  readonly jobs: Readonly<Record<string, { readonly path: string; readonly status: number; readonly text: string }>>
  /** Requests under a key, and the answer to the repeat of each. */
  readonly repeats: Readonly<
    Record<
      string,
      {
        readonly request: Asked
        readonly replayed: {
          readonly status: number
          readonly headers: Readonly<Record<string, string>>
          readonly text: string
        }
      }
    >
  >
  /** Requests for a second page, and their answers but for the request's id. */
  readonly pages: Readonly<Record<string, { readonly request: Asked; readonly answer: object }>>
  /** Results as they were put on the bus. */
  readonly events: Readonly<Record<string, { readonly detailType: string; readonly detail: string }>>
}

type Queues = Readonly<Record<'JobsQueue' | 'JobsDeadLetters' | 'EventsDeadLetters', readonly LaidMessage[]>>

const { madeAt, ...stored } = read<{ readonly madeAt: number; readonly state: Stored[]; readonly jobs: Stored[] }>(
  'tables',
)
export const answers = read<Answers>('answers')
export const queues = read<Queues>('queues')

/** The app of the records: each situation has an account of its own, with the friends f0 to f2. */
export function seedOfRecords(): ReturnType<typeof seedOf> {
  const seed = seedOf([...Object.keys(answers.jobs), ...Object.keys(answers.repeats)], 3, {
    friendsPage: 2,
    blockedPage: 2,
  })
  const { default: app } = seed.apps
  const accounts: Record<string, object> = {
    ...app.accounts,
    asks: { allowType: 'ask' },
    free: {},
    denies: { allowType: 'deny' },
    // What came of the attempt that nobody got an answer to.
    doubthalf: { friends: { f0: {}, f1: {}, f2: {}, free: {} } },
    pages: { friends: { f0: {}, f1: {}, f2: {} }, blocked: { asks: {}, free: {}, denies: {} } },
  }
  return { ...seed, apps: { default: { ...app, accounts } } } as ReturnType<typeof seedOf>
}

/** Puts the records into empty tables. They expire as long from now as they were to from when they were made. */
export async function fillTables({ url, name, jobsName }: Pick<Tables, 'url' | 'name' | 'jobsName'>): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new DynamoDBClient({ endpoint: url, region: 'local-1', credentials })
  for (const [table, items] of [[name, stored.state] as const, [jobsName, stored.jobs] as const]) {
    for (let from = 0; from < items.length; from += MOST_ITEMS) {
      const some = items.slice(from, from + MOST_ITEMS).map((item) => ({ PutRequest: { Item: attributesOf(item) } }))
      await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: some } }))
    }
  }
  client.destroy()
}

/** Of one request. */
const MOST_ITEMS = 25

function attributesOf(item: Stored): Record<string, AttributeValue> {
  const passed = Date.now() - madeAt
  return Object.fromEntries(
    Object.entries(item).map(([attribute, value]): [string, AttributeValue] => {
      if (attribute === 'expiresAtMs') return [attribute, { N: String(Number(value.N) + passed) }]
      if (attribute === 'expiresAt') return [attribute, { N: String(Math.ceil(Number(value.N) + passed / 1000)) }]
      return [attribute, value.B === undefined ? (value as AttributeValue) : { B: Buffer.from(value.B, 'base64') }]
    }),
  )
}

/** A doorbell as Lambda hands it on that comes back for the second time. */
export const doorbellOf = ({ body, group, deduplicationId }: LaidMessage): SQSRecord =>
  ({
    messageId: `m-${deduplicationId}`,
    receiptHandle: 'h',
    body,
    attributes: { MessageGroupId: group, ApproximateReceiveCount: '2', SentTimestamp: String(Date.now()) },
    messageAttributes: {},
  }) as unknown as SQSRecord

/** The job's id that a message names. */
export const jobIdIn = ({ body }: LaidMessage): string => (JSON.parse(body) as { readonly jobId: string }).jobId

export const messageAbout = (some: readonly LaidMessage[], about: string): LaidMessage => {
  const found = some.find((one) => one.about === about)
  if (!found) throw new Error(`no message is about ${about}`)
  return found
}
