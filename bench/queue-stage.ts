import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { SQSClient } from '@aws-sdk/client-sqs'
import { CREDENTIALS, REGION } from '../local/aws/account.ts'
import { startBus } from '../local/aws/bus/server.ts'
import { startEventSource } from '../local/aws/lambda/event-source.ts'
import { Pool } from '../local/aws/lambda/pool.ts'
import { readFunctions } from '../local/aws/lambda/settings.ts'
import { queueUrl, readQueues, startQueues } from '../local/aws/queues.ts'
import { readReferences } from '../local/aws/references.ts'
import { startSecrets } from '../local/aws/secrets.ts'
import { readTables, startTables } from '../local/aws/tables.ts'
import { Template } from '../local/aws/template.ts'
import { type Chat, type Seed, startChat } from '../local/chat/index.ts'

const SERVERLESS_YML = path.join(import.meta.dirname, '../serverless.yml')
const EVENTS_AT_ONCE = 16

export interface QueueStage {
  readonly chat: Chat
  /** Queues an event for each body, through the events function. */
  readonly fill: (bodies: readonly object[]) => Promise<void>
  /** Lets the worker at the queue until so many results have gone out; by job, when each did, in Unix milliseconds. */
  readonly drain: (results: number) => Promise<ReadonlyMap<string, number>>
  readonly close: () => Promise<void>
}

/** The functions as serverless.yml deploys them over the stand-ins of `npm start`, but for the worker, which waits to be let at the queue. */
export async function onQueueStage(seed: Seed, callsPerSecond: number): Promise<QueueStage> {
  const template = new Template(SERVERLESS_YML, {})
  const tables = await startTables({ port: 0, tables: readTables(template) })
  const queues = await startQueues({ port: 0, queues: readQueues(template, readReferences(template)) })
  const told = new Map<string, number>()
  let heard: () => void = () => undefined
  const arrived = ({ event }: { event: { detail: Record<string, unknown> } }) => {
    told.set(String(event.detail.jobId), Date.now())
    heard()
  }
  const bus = await startBus({ port: 0, buses: ['chat-gateway-dev'], rules: [], arrived })
  const chat = await startChat({ port: 0, seed })
  const named = Object.entries(chat.secrets()).map(([app, secret]) => [`chat-gateway/${app}`, secret])
  const secrets = await startSecrets({ port: 0, secrets: Object.fromEntries(named) })
  const functions = readFunctions(
    template,
    readReferences(template, (name) => queueUrl(queues.url, name)),
    {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      AWS_ENDPOINT_URL_SQS: queues.url,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url,
      UPSTREAM_CALLS_PER_SECOND: String(callsPerSecond),
      LOG_LEVEL: 'WARN',
    },
  )
  const log = (line: string) => void (line.includes('ERROR') && console.error(line.slice(0, 300)))
  const poolOf = (key: string, instances: number) =>
    new Pool({ settings: functions.find(({ name }) => name.endsWith(key))!, instances, log })
  const [events, worker] = [poolOf('-events', 4), poolOf('-worker', 4)]
  const client = new SQSClient({ endpoint: queues.url, region: REGION, credentials: CREDENTIALS })
  const stop: (() => void)[] = []
  return {
    chat,
    fill: (bodies) => eachOf(bodies, (body) => events.invoke(eventOf(body))),
    drain: async (results) => {
      const [source] = worker.settings.sources
      const url = queues.queues.JobsQueue!.url
      const mapping = startEventSource({ pool: worker, source: source!, client, queueUrl: url })
      stop.push(mapping.close)
      await new Promise<void>((done) => {
        heard = () => void (told.size >= results && done())
        heard()
      })
      return told
    },
    close: async () => {
      for (const end of stop) end()
      await Promise.all([events.close(), worker.close()])
      client.destroy()
      await Promise.all([tables, queues, bus, chat, secrets].map((engine) => engine.close()))
    },
  }
}

const eventOf = (detail: object) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'chat.friends.update',
  source: 'bench',
  time: '2026-01-01T00:00:00Z',
  detail,
})

async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let at = next++; at < all.length; at = next++) await work(all[at] as T)
  }
  await Promise.all(Array.from({ length: EVENTS_AT_ONCE }, lane))
}
