import { createHash } from 'node:crypto'
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import type { SQSRecord } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WRITTEN } from '../../../scripts/cost/custom-metrics.ts'
import { MERGED, measured, type Use } from '../../../scripts/cost/facts.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { batchOf, callsOf, eventOf, seedOf } from '../../support/events.ts'
import { httpEvent, invocationContext } from '../../support/gateway/invocation.ts'
import { coldHandler, type Handler } from '../../support/gateway/start.ts'
import { type LogLine, linesIn } from '../../support/log-lines.ts'
import { type MeteredTables, startMeteredTables } from '../../support/metered-tables.ts'

/** What `npm run cost` multiplies, held against what the functions do in front of local engines. */

const ACCOUNTS = Array.from({ length: 14 }, (_, index) => `account-${index}`)
/** Seen, and one before that is not. */
const TIMES = 3
const MANY = { callsPerSecond: 100_000 }

let deployed: Deployment
let meter: MeteredTables
let http: Handler
let events: Handler
let worker: Handler
beforeAll(async () => {
  const environment = { LOG_LEVEL: 'DEBUG', UPSTREAM_CALLS_PER_SECOND: String(MANY.callsPerSecond) }
  deployed = await startDeployment(seedOf(ACCOUNTS, 100, MANY) as never, environment)
  meter = await startMeteredTables(deployed.dynamo.url)
  process.env.AWS_ENDPOINT_URL_DYNAMODB = meter.url
  http = await coldHandler('http')
  events = await coldHandler('events')
  worker = await coldHandler('worker')
})
afterAll(async () => {
  await meter.close()
  await deployed.close()
})

/** Forty characters that no two friends share, so that they can't be packed away. */
const remarkOf = (friend: string) => createHash('sha256').update(friend).digest('base64').slice(0, 40)
const bodyOf = (account: string, count: number, from = 0) => ({
  userId: account,
  friends: Array.from({ length: count }, (_, index) => `f${from + index}`).map((userId) => ({
    userId,
    remark: remarkOf(userId),
  })),
})

const ask = (account: string, count: number, headers = {}) =>
  http(httpEvent({ body: bodyOf(account, count), headers }), invocationContext())
const put = (account: string, count: number) =>
  events(eventOf('friends.update', bodyOf(account, count)), invocationContext())
const rung = (account: string, bodies: readonly object[]): Promise<SQSRecord[]> =>
  batchOf(
    { ...deployed, event: (event) => events(event, invocationContext()) },
    ...bodies.map((body) => ({ ...body, userId: account })),
  )

async function work(records: readonly SQSRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += 10)
    await worker({ Records: records.slice(from, from + 10) }, invocationContext(55_000))
}

interface Seen extends Use {
  readonly names: readonly string[]
}

/** What each of some pieces of work took: the least of them, as a lease or the quota takes one more call now and then. The first goes unseen. */
async function seen(pieces: readonly (() => Promise<unknown>)[], jobs = 1): Promise<Seen> {
  const [first, ...others] = pieces
  await first!()
  const all: Seen[] = []
  for (const piece of others) all.push(await takenBy(piece, jobs))
  const leastOf = (name: keyof Use) => Math.min(...all.map((one) => one[name]))
  const use = Object.fromEntries(Object.keys(measured.workedOfForty).map((name) => [name, leastOf(name as keyof Use)]))
  return { ...(use as unknown as Use), names: [...new Set(all.flatMap(({ names }) => names))] }
}

async function takenBy(piece: () => Promise<unknown>, jobs: number): Promise<Seen> {
  meter.used()
  deployed.output.clear()
  const proxies = [deployed.dynamo, deployed.sqs, deployed.eventBridge]
  const before = proxies.map(({ calls }) => calls.length)
  await piece()
  const { reads, writes } = meter.used()
  const calls = proxies.flatMap((proxy, index) => proxy.calls.slice(before[index]))
  const lines = linesIn(deployed.output)
  const plain = lines.filter(hasMetrics)
  const directives = plain.flatMap(({ _aws }) => _aws!.CloudWatchMetrics)
  return {
    awsCalls: calls.length / jobs,
    queueCalls: calls.filter(({ action }) => /Message|Queue/.test(action)).length / jobs,
    writes: writes / jobs,
    reads: reads / jobs,
    logLines: plain.length / jobs,
    logBytes: bytesOf(plain) / jobs,
    debugBytes: (bytesOf(lines) - bytesOf(plain)) / jobs,
    names: directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)),
  }
}

const hasMetrics = ({ _aws }: LogLine): boolean => _aws !== undefined
const bytesOf = (lines: readonly LogLine[]): number =>
  lines.reduce((sum, line) => sum + Buffer.byteLength(JSON.stringify(line, withoutWaits)) + 1, 0)
/** On a busy machine a call may wait for its place in the quota, which is counted. */
const isWait = (name: unknown): boolean => String(name).startsWith('QuotaWait')
const withoutWaits = (key: string, value: unknown): unknown => {
  if (isWait(key)) return undefined
  return key === 'Metrics' ? (value as { Name: string }[]).filter(({ Name }) => !isWait(Name)) : value
}

/** A call more or less that a lease or the quota takes now and then is no other figure. */
function expectNear({ names: _, ...found }: Seen, fact: Use): void {
  const far = Object.entries(fact).filter(([name, value]) => {
    const much = name.endsWith('Bytes') ? Math.max(40, value * 0.07) : value * 0.1
    return Math.abs(found[name as keyof Use] - value) > much
  })
  expect(far.length === 0 ? fact : found).toEqual(fact)
}

const expectWritten = ({ names }: Seen, written: readonly string[]) =>
  expect(names.filter((name) => !isWait(name)).toSorted()).toEqual([...written].toSorted())

const pieces = <T>(piece: (index: number) => T): (() => T)[] =>
  Array.from({ length: TIMES + 1 }, (_, index) => () => piece(index))

describe.each([
  ['one', 1],
  ['hundred', 100],
] as const)('an update of %s', (size, count) => {
  test('answered at once', async () => {
    const found = await seen(pieces((index) => ask(ACCOUNTS[index]!, count)))
    expectNear(found, measured.now[size])
    expectWritten(found, WRITTEN.now)
  })

  test.each([
    ['by HTTP', (index: number) => ask(ACCOUNTS[index]!, count, { prefer: 'respond-async' })],
    ['by an event', (index: number) => put(ACCOUNTS[index]!, count)],
  ])('queued %s', async (_, piece) => {
    const found = await seen(pieces(piece))
    expectNear(found, measured.queued[size])
    expectWritten(found, WRITTEN.queued)
  })

  test('worked off alone', async () => {
    const from = count === 1 ? 4 : 8
    const batches: SQSRecord[][] = []
    for (const piece of pieces((index) => rung(ACCOUNTS[from + index]!, [bodyOf('', count)])))
      batches.push(await piece())
    const found = await seen(batches.map((records) => () => work(records)))
    expectNear(found, measured.worked[size])
    expectWritten(found, WRITTEN.worked)
  })
})

test(`a job that goes out with others, ${MERGED} of them`, async () => {
  const bodies = Array.from({ length: MERGED }, (_, index) => bodyOf('', 1, index))
  const records = await rung(ACCOUNTS[12]!, bodies)
  const found = await seen([() => work([]), () => work(records)], MERGED)
  expectNear(found, measured.workedOfForty)
})

describe('what is kept of a job, and what a call to Chat has for a body', () => {
  const sizes = { one: 1, hundred: 100 } as const

  test('is as large as the jobs and calls above left it', async () => {
    const client = new DynamoDBClient({
      endpoint: deployed.tables.url,
      region: 'local-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
    const { Items = [] } = await client.send(new ScanCommand({ TableName: deployed.tables.jobsName }))
    client.destroy()
    const calls = await callsOf(deployed)
    for (const [size, count] of Object.entries(sizes)) {
      const done = Items.filter(({ state, items }) => state?.S === 'completed' && items?.N === String(count))
      const kept = done.reduce((sum, job) => sum + sizeOf(job), 0) / done.length
      const bodies = calls
        .map(({ body }) => body)
        .filter(({ UpdateItem }) => (UpdateItem as unknown[]).length === count)
      const body = Buffer.byteLength(JSON.stringify(bodies[0]))
      expectClose(
        [kept, body],
        [measured.jobBytes[size as keyof typeof sizes], measured.callBytes[size as keyof typeof sizes]],
      )
    }
  })
})

const expectClose = (found: readonly number[], facts: readonly number[]) =>
  expect(found.every((value, index) => Math.abs(value - facts[index]!) <= facts[index]! * 0.1) ? facts : found).toEqual(
    facts,
  )

/** As DynamoDB reckons: names and values, a number with two digits a byte. */
const sizeOf = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce(
    (sum, [name, { S, N, B }]) => sum + name.length + (S?.length ?? B?.length ?? 1 + (N?.length ?? 0) / 2),
    0,
  )
