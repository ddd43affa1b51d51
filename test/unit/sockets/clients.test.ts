import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JobQueue } from '../../../lib/jobs/job-queue.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { SlotCounter } from '../../../lib/quota/slot-counter.ts'
import { EventBus } from '../../../lib/triggers/results/event-bus.ts'
import { readFromSecretsManager } from '../../../lib/upstream/credentials/secret-store.ts'
import { startBus } from '../../../local/aws/bus/server.ts'
import { type AwsProxy, startAwsProxy } from '../../../local/aws/proxy.ts'
import { startQueues } from '../../../local/aws/queues.ts'
import { startSecrets } from '../../../local/aws/secrets.ts'
import { type ForgetfulProxy, startForgetfulProxy } from '../../support/forgetful-proxy.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { startTables } from '../../support/tables.ts'
import { waitingTime } from '../../support/time-taken.ts'

const queueOf = (name: string, attributes: Record<string, string>) => ({ id: name, place: name, name, attributes })
const secret = { sdkAppId: 1_400_000_000, adminUserId: 'administrator', secretKey: 'k'.repeat(64), region: 'singapore' }
const tables = await startTables()
const queues = await startQueues({
  port: 0,
  queues: [queueOf('jobs.fifo', { FifoQueue: 'true' }), queueOf('letters', {})],
})
const bus = await startBus({ port: 0, buses: ['bus'], rules: [] })
const secrets = await startSecrets({ port: 0, secrets: { 'chat-gateway/default': secret } })
const engines = { DYNAMODB: tables, SQS: queues, EVENTBRIDGE: bus, SECRETS_MANAGER: secrets }
type Name = keyof typeof engines
/** Each engine's calls are seen by one proxy, and its connections lost by the other, which is what the clients are told of. */
const seen = {} as Record<Name, AwsProxy>
const met = {} as Record<Name, ForgetfulProxy>
const names = Object.keys(engines) as Name[]

beforeEach(async () => {
  Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
  for (const name of names) {
    seen[name] = await startAwsProxy(engines[name].url)
    met[name] = await startForgetfulProxy(() => seen[name].url)
    process.env[`AWS_ENDPOINT_URL_${name}`] = met[name].url
  }
})
afterEach(async () => {
  restoreClock()
  for (const name of names) {
    delete process.env[`AWS_ENDPOINT_URL_${name}`]
    await met[name].close()
    await seen[name].close()
  }
})
afterAll(() => Promise.all(Object.values(engines).map(({ close }) => close())))

const clock = { now: () => Date.now(), sleep: async () => undefined }
const urlOf = (name: string) => queues.queues[name]!.url.replace(queues.url, met.SQS.url)
const newQueue = () => new JobQueue({ url: urlOf('jobs.fifo'), lettersUrl: urlOf('letters') })
const newBus = () => new EventBus({ name: 'bus', log: recordedLog(), sleep: clock.sleep, queue: newQueue() })
const newJobs = () => new Jobs({ table: new StateTable(tables.jobsName), clock })
let rings = 0
const doorbell = () => ({ jobId: `job-${rings++}`, group: 'group', app: 'default', operation: 'friends.update' })
const letter = { reason: 'BROKEN', operation: 'friends.update', app: 'default', content: {} }
const about = { operation: 'friends.update', app: 'default' }
const event = { detailType: 'chat.friends.update.completed', detail: '{}', bare: '{}', about }
const job = () => ({
  jobId: `job-${rings++}`,
  operation: 'friends.update',
  body: {},
  items: 1,
  app: 'a',
  account: 'b',
  caller: 'c',
  requestId: 'r',
})

/** What each client's first use and every later one may be. */
const clients: Readonly<Record<Name, () => () => Promise<unknown>>> = {
  DYNAMODB: () => {
    const table = new StateTable(tables.name)
    return () => table.get('nothing')
  },
  SQS: () => {
    const queue = newQueue()
    return () => queue.ring(doorbell())
  },
  EVENTBRIDGE: () => {
    const own = newBus()
    return async () => expect(await own.put([event])).toBe(true)
  },
  SECRETS_MANAGER: () => {
    const read = readFromSecretsManager('chat-gateway')
    return () => read('default', 'AWSCURRENT')
  },
}

describe.each(names)('the client of %s', (name) => {
  test.each(['reset', 'forgotten', 'half-closed'] as const)('meets no connection that is %s', async (loss) => {
    const use = clients[name]()
    await use()
    met[name].lose(loss)
    await use()
    expect(seen[name].calls).toHaveLength(2)
  })

  test('uses none that slept for more than three seconds', async () => {
    const use = clients[name]()
    await use()
    met[name].lose('silent')
    advance(3001)
    const taken = waitingTime()
    await use()
    expect(taken()).toBeLessThan(900)
  })
})

/** How many connections the same work takes a second time. */
async function connectionsOf(name: Name, work: () => Promise<unknown>): Promise<number> {
  await work()
  const before = met[name].made()
  await work()
  return met[name].made() - before
}

describe('what others see twice has a new connection each time', () => {
  test('events that are put', async () => {
    const own = newBus()
    expect(await connectionsOf('EVENTBRIDGE', () => own.put([event]))).toBe(1)
  })

  test('letters, unless the queue knows a repeat', async () => {
    const queue = newQueue()
    expect(await connectionsOf('SQS', () => queue.bury(letter))).toBe(1)
    expect(await connectionsOf('SQS', () => queue.ring(doorbell()))).toBe(0)
  })
})

test('a place in the quota has a connection used within a second, or a new one', async () => {
  const table = new StateTable(tables.name)
  const counter = new SlotCounter(table, clock, 'lane', 1e9)
  const share = { attribute: 'c1', others: '#c2', triesBeyond: () => true, noteBeyond: () => undefined } as never
  const take = () => counter.take({ share, span: 1000, quantum: 1000, latest: Date.now() * 1000 + 1e6, fails: 0 })
  await take()
  await take()
  expect(met.DYNAMODB.made()).toBe(1)
  advance(1100)
  await take()
  expect(met.DYNAMODB.made()).toBe(2)
})

describe('what is written twice, its first answer lost, is told as if it had been written once', () => {
  test('a job is new', async () => {
    const jobs = newJobs()
    await jobs.get('nothing')
    seen.DYNAMODB.breakNext('PutItem', 'lost')
    const added = job()
    expect(await jobs.add(added)).toMatchObject({ isNew: true, job: { jobId: added.jobId, order: 1 } })
    expect((await jobs.add(added)).isNew).toBe(false)
  })

  test('its place in the account’s queue is new, and remains whose it was', async () => {
    const { queues: waiting } = newJobs()
    await waiting.stateOf('group')
    const place = { ...doorbell(), order: 1, items: 1, body: { bytes: 2 } }
    seen.DYNAMODB.breakNext('UpdateItem', 'lost', 2)
    expect(await waiting.enlist(place, 'first')).toBe(true)
    expect(await waiting.enlist(place, 'second')).toBe(false)
    await waiting.takeBack(place, 'first')
    expect((await waiting.look('group', 10)).waiting).toHaveLength(1)
  })
})
