import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { SQSClient } from '@aws-sdk/client-sqs'
import { CREDENTIALS, REGION } from '../local/aws/account.ts'
import { readBuses } from '../local/aws/bus/rules.ts'
import { startBus } from '../local/aws/bus/server.ts'
import { startEventSource } from '../local/aws/lambda/event-source.ts'
import { Pool } from '../local/aws/lambda/pool.ts'
import { readFunctions } from '../local/aws/lambda/settings.ts'
import { queueUrl, readQueues, startQueues } from '../local/aws/queues.ts'
import { readReferences } from '../local/aws/references.ts'
import { startSecrets } from '../local/aws/secrets.ts'
import { Template } from '../local/aws/template.ts'
import { handOutWholeGroups } from '../local/aws/whole-groups.ts'
import { type Chat, type Seed, startChat } from '../local/chat/index.ts'

const SERVERLESS_YML = path.join(import.meta.dirname, '../serverless.yml')
const EVENTS_AT_ONCE = 16
const SOMEBODY_ELSE = 'somebody.else'
/** More would only share the same two cores. */
const PROCESSES = 4

export interface QueueStage {
  readonly chat: Chat
  /** Queues an event for each body, through the events function. */
  readonly fill: (bodies: readonly object[]) => Promise<void>
  /** Has somebody else ask for one thing, while the worker is at the queue; milliseconds until its result has gone out. */
  readonly ask: (operation: string, body: object) => Promise<number>
  /** Lets the worker at the queue until so many results have gone out; by job, when each did, in Unix milliseconds. */
  readonly drain: (results: number) => Promise<ReadonlyMap<string, number>>
  readonly close: () => Promise<void>
}

/**
 * The functions as serverless.yml deploys them over the stand-ins of `npm start`, but for the worker, which waits to be let at the
 * queue.
 */
export async function onQueueStage(seed: Seed, callsPerSecond: number): Promise<QueueStage> {
  const told = new Told()
  const template = new Template(SERVERLESS_YML, {})
  const engines = await startEngines(template, seed, told)
  const { chat, queues } = engines
  const functions = functionsOf(template, engines, callsPerSecond)
  const poolOf = (key: string) =>
    new Pool({ settings: functions.find(({ name }) => name.endsWith(key))!, instances: PROCESSES, log: console.error })
  const [events, worker] = [poolOf('-events'), poolOf('-worker')]
  const client = new SQSClient({ endpoint: queues.url, region: REGION, credentials: CREDENTIALS })
  const start = () => {
    const [source] = worker.settings.sources
    return startEventSource({ pool: worker, source: source!, client, queueUrl: queues.queues.JobsQueue!.url })
  }
  let mapping: ReturnType<typeof start> | undefined
  return {
    chat,
    fill: (bodies) => eachOf(bodies, (body) => events.invoke(eventOf(body))),
    ask: (operation, body) => {
      mapping ??= start()
      const event = { ...eventOf(body), 'detail-type': `chat.${operation}`, source: SOMEBODY_ELSE }
      return told.after(event.id, () => events.invoke(event))
    },
    drain: async (results) => {
      mapping ??= start()
      await told.all(results)
      return told.at
    },
    close: async () => {
      mapping?.close()
      await Promise.all([events.close(), worker.close()])
      client.destroy()
      await Promise.all(Object.values(engines).map((engine) => engine.close()))
    },
  }
}

type Engines = Awaited<ReturnType<typeof startEngines>>

function functionsOf(template: Template, engines: Engines, callsPerSecond: number) {
  return readFunctions(
    template,
    readReferences(template, (name) => queueUrl(engines.queues.url, name)),
    {
      ...endpointsOf(engines),
      CHAT_SECRET_PREFIX: 'chat-gateway',
      // Sources that no grant names are one caller to the quota.
      ACCESS_POLICY: JSON.stringify([
        { callers: ['event:bench', `event:${SOMEBODY_ELSE}`], apps: ['*'], operations: ['*'] },
      ]),
      UPSTREAM_CALLS_PER_SECOND: String(callsPerSecond),
      LOG_LEVEL: 'ERROR',
    },
  )
}

async function startEngines(template: Template, seed: Seed, told: Told) {
  const chat = await startChat({ port: 0, seed: { ...seed, strictRandom: true } })
  const named = Object.entries(chat.secrets()).map(([app, secret]) => [`chat-gateway/${app}`, secret])
  return {
    groups: { close: await handOutWholeGroups() },
    chat,
    secrets: await startSecrets({ port: 0, secrets: Object.fromEntries(named) }),
    tables: await startTablesApart(),
    queues: await startQueues({ port: 0, queues: readQueues(template, readReferences(template)) }),
    bus: await startBus({ port: 0, buses: readBuses(template), rules: [], arrived: ({ event }) => told.note(event) }),
  }
}

async function startTablesApart(): Promise<{ url: string; close: () => Promise<void> }> {
  const child = fork(path.join(import.meta.dirname, 'tables-process.ts'))
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return { url, close: async () => child.disconnect() }
}

const endpointsOf = ({ secrets, tables, queues, bus }: Engines) => ({
  AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
  AWS_ENDPOINT_URL_DYNAMODB: tables.url,
  AWS_ENDPOINT_URL_SQS: queues.url,
  AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url,
})

/** When each job's result went out, in Unix milliseconds. */
class Told {
  readonly at = new Map<string, number>()
  readonly #waiting = new Map<string, (at: number) => void>()
  #heard: () => void = () => undefined

  note({ detail }: { readonly detail: Readonly<Record<string, unknown>> }): void {
    this.#waiting.get(String(detail.eventId))?.(Date.now())
    this.at.set(String(detail.jobId), Date.now())
    this.#heard()
  }

  /** Milliseconds until the result of that event goes out. */
  async after(eventId: string, ask: () => Promise<unknown>): Promise<number> {
    const startedAt = Date.now()
    const heard = new Promise<number>((hear) => this.#waiting.set(eventId, hear))
    await ask()
    return (await heard) - startedAt
  }

  /** Resolves once there are so many. */
  all(count: number): Promise<void> {
    return new Promise((done) => {
      this.#heard = () => {
        if (this.at.size >= count) done()
      }
      this.#heard()
    })
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
