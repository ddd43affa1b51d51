import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createGateway, type Gateway, GatewayError, JobNotEnded, PartialError } from '../../client/src/index.ts'
import { operations } from '../../client/src/printed/table.ts'
import { type Deployment, startDeployment } from '../support/deployment.ts'
import { fault } from '../support/events.ts'
import { readAnswer } from '../support/gateway/answer.ts'
import { httpEvent, invocationContext } from '../support/gateway/invocation.ts'
import { coldHandler } from '../support/gateway/start.ts'
import { clientOf, type Served, serveFunction } from './served.ts'

let deployed: Deployment
let served: Served
let gateway: Gateway
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1' })
  served = await serveFunction(deployed.http)
  gateway = clientOf(served)
})
afterAll(async () => {
  await served.close()
  await deployed.close()
})
beforeEach(async () => {
  await deployed.reset()
  served.seen.length = 0
})

const remark = (...userIds: readonly string[]) => userIds.map((userId) => ({ userId, remark: `a friend, ${userId}` }))
const keys = () => served.seen.map(({ headers }) => headers['idempotency-key'])

test('an answer in which all is done has its results', async () => {
  const answer = await gateway.friends.update({ userId: 'alice', friends: remark('bob') })
  expect(answer).toEqual({
    outcome: 'ok',
    requestId: expect.stringMatching(/^[\w-]{36}$/),
    counts: { ok: 1, failed: 0, unknown: 0 },
    results: [{ userId: 'bob', status: 'ok' }],
  })
})

test('a partial answer has no results to be mistaken for done: it says what is done and what is not', async () => {
  const reply = gateway.friends.update({ userId: 'alice', friends: remark('nobody', 'bob', 'carol') })
  expect(await reply).toEqual({
    outcome: 'partial',
    requestId: expect.any(String),
    counts: { ok: 2, failed: 1, unknown: 0 },
    done: [
      { userId: 'bob', status: 'ok' },
      { userId: 'carol', status: 'ok' },
    ],
    failed: [{ userId: 'nobody', status: 'failed', error: expect.objectContaining({ code: 'ACCOUNT_NOT_FOUND' }) }],
    unknown: [],
  })
  await expect(reply.orThrow()).rejects.toThrow(PartialError)
  await expect(reply.orThrow()).rejects.toThrow('1 item is not done, the first with ACCOUNT_NOT_FOUND: ')
})

test('where nothing is done an error carries the problem and each verdict', async () => {
  const error = await gateway.friends
    .update({ userId: 'alice', friends: remark('nobody') })
    .then(String, (thrown) => thrown)
  expect(error).toBeInstanceOf(GatewayError)
  expect(error).toMatchObject({
    name: 'GatewayError',
    code: 'ACCOUNT_NOT_FOUND',
    status: 404,
    retryable: false,
    outcome: 'failed',
    results: [{ userId: 'nobody', status: 'failed' }],
    problem: { type: 'urn:chat-gateway:error:ACCOUNT_NOT_FOUND' },
  })
  expect(error.message).toMatch(/^ACCOUNT_NOT_FOUND: .{20}/)
  expect(error.requestId).toBe(error.problem.requestId)
})

test('a body that the compiler did not see is refused with its places', async () => {
  const refused = gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob' }] } as never)
  await expect(refused).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    problem: { errors: [{ pointer: '/friends/0' }] },
    outcome: undefined,
  })
  expect(served.seen).toHaveLength(1)
})

describe('items that are worth another try', () => {
  test('are sent again under a key of their own, and all is one answer in the order of the request', async () => {
    await fault(deployed, { command: 'friend_update', fault: { items: { carol: 30006 } } })
    const answer = await gateway.friends.update({ userId: 'alice', friends: remark('bob', 'carol', 'dave') })
    expect(answer).toMatchObject({ outcome: 'ok', counts: { ok: 3, failed: 0, unknown: 0 } })
    expect('results' in answer && answer.results.map(({ userId }) => userId)).toEqual(['bob', 'carol', 'dave'])
    expect(served.seen.map(({ text }) => JSON.parse(text).friends.length)).toEqual([3, 1])
    const [first] = keys()
    expect(keys()).toEqual([expect.stringMatching(/^[\w-]{36}$/), `${first}~1`])
  })

  test('are sent again too where all others failed for good', async () => {
    await fault(deployed, { command: 'friend_update', fault: { items: { carol: 30006 } } })
    const answer = await gateway.friends.update({ userId: 'alice', friends: remark('nobody', 'carol') })
    expect(answer).toMatchObject({ outcome: 'partial', done: [{ userId: 'carol' }], failed: [{ userId: 'nobody' }] })
  })

  test('are left to the caller where there are to be no repeats', async () => {
    await fault(deployed, { command: 'friend_update', fault: { items: { carol: 30006 } } })
    const client = clientOf(served, { retries: 0 })
    const answer = await client.friends.update({ userId: 'alice', friends: remark('bob', 'carol') })
    expect(answer).toMatchObject({ outcome: 'partial', retry: { userId: 'alice', friends: remark('carol') } })
    expect(served.seen).toHaveLength(1)
  })
})

test('the same key gets the same answer, and another body under it is refused', async () => {
  const options = { idempotency: 'monday-1' }
  const first = await gateway.friends.delete({ userId: 'alice', friendIds: ['bob'], mutual: true }, options)
  expect(await gateway.friends.delete({ userId: 'alice', friendIds: ['bob'], mutual: true }, options)).toMatchObject({
    results: 'results' in first && first.results,
  })
  const other = gateway.friends.delete({ userId: 'alice', friendIds: ['carol'], mutual: true }, options)
  await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', retryable: false })
  const odd = gateway.friends.delete({ userId: 'alice', friendIds: ['bob'], mutual: true }, { idempotency: 'mönday' })
  await expect(odd).rejects.toThrow('idempotency: a key has 1 to 255 characters of ASCII')
})

test('a read has no key', async () => {
  expect(await gateway.friends.check({ userId: 'alice', friendIds: ['bob'] })).toMatchObject({ outcome: 'ok' })
  expect(keys()).toEqual([undefined])
})

test('all pages come one after another, each asked for when it is wanted', async () => {
  await gateway.blocklist.add({ userId: 'frank', userIds: ['bob', 'carol', 'dave'] })
  served.seen.length = 0
  const found: string[] = []
  for await (const { blocked } of gateway.blocklist.list.pages({ userId: 'frank', limit: 1 })) {
    found.push(...blocked.map(({ userId }) => userId))
    if (found.length === 2) expect(served.seen).toHaveLength(2)
  }
  expect(found.toSorted()).toEqual(['bob', 'carol', 'dave'])
})

test('work can be queued, looked at and waited for', async () => {
  const job = await gateway.friends.update.respondAsync({ userId: 'alice', friends: remark('bob', 'nobody') })
  expect(job).toMatchObject({ operation: 'friends.update', state: 'queued' })
  expect(await gateway.job(job.jobId)).toMatchObject({ state: 'queued' })
  await expect(clientOf(served).waitForJob(job.jobId, { timeoutMs: 1 })).rejects.toThrow(JobNotEnded)
  const [answer] = await Promise.all([job.answer(), deployed.drain()])
  expect(answer).toMatchObject({ outcome: 'partial', done: [{ userId: 'bob' }], failed: [{ userId: 'nobody' }] })
  await expect(job.answer().orThrow()).rejects.toThrow(PartialError)
  expect(await gateway.waitForJob(job.jobId)).toMatchObject({ state: 'completed', answer: { status: 207 } })
  await expect(gateway.waitForJob('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('many rows over several accounts go out together, and each gets its verdict', async () => {
  const row = (account: string, friend: string) => ({ userId: account, friends: remark(friend) })
  const answers = []
  const rows = [row('alice', 'bob'), row('bob', 'nobody'), row('alice', 'carol'), row('bob', 'alice')]
  for await (const answer of gateway.friends.update.many(rows)) answers.push([answer.row, answer.outcome])
  expect(answers).toEqual([
    [0, 'ok'],
    [1, 'failed'],
    [2, 'ok'],
    [3, 'ok'],
  ])
  expect(served.seen.map(({ path }) => path)).toEqual(['/v1/batch'])
  const checks = []
  for await (const answer of gateway.friends.check.many([{ userId: 'alice', friendIds: ['bob'] }])) checks.push(answer)
  expect(checks).toMatchObject([{ outcome: 'ok', results: [{ userId: 'bob', relation: 'mutual' }] }])
})

test('a batch gives each request its own verdict, and throws for none', async () => {
  const [good, bad, some] = await gateway.batch([
    { operation: 'friends.update', body: { userId: 'alice', friends: remark('bob') } },
    { operation: 'friends.update', body: { userId: 'alice', friends: remark('nobody') } },
    { id: 'c', operation: 'friends.check', body: { userId: 'alice', friendIds: ['bob'] } },
  ])
  expect(good).toMatchObject({ id: '1', status: 200, answer: { outcome: 'ok' } })
  expect(bad).toMatchObject({
    id: '2',
    status: 404,
    error: { code: 'ACCOUNT_NOT_FOUND', results: [{ userId: 'nobody' }] },
  })
  expect(some).toMatchObject({ id: 'c', answer: { results: [{ userId: 'bob', relation: 'mutual' }] } })
  await expect(gateway.batch([])).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
})

test('the gateway says that it is there, and has each method’s operation', async () => {
  const { status, version, commit, operations: known } = await gateway.health()
  expect([status, version, commit, known]).toEqual(['ok', '0.0.0', 'unknown', Object.keys(operations)])
})

describe('the health of an app', () => {
  test('says of each part how it is', async () => {
    const { status, app, checks } = await gateway.checkHealth('default')
    expect([status, app, checks.map((check) => check.status)]).toEqual(['ok', 'default', Array(6).fill('ok')])
  })

  test('is told and not thrown where something fails, and asked for once', async () => {
    const { status, app, checks, requestId } = await gateway.checkHealth('nobody')
    expect([status, app, requestId]).toEqual(['failed', 'nobody', expect.stringMatching(/^[\w-]{36}$/)])
    expect(checks[0]).toMatchObject({ name: 'secret', status: 'failed', error: { code: 'UNKNOWN_APP' } })
    expect(served.seen).toHaveLength(1)
  })

  test('is refused like any other request', async () => {
    await expect(gateway.checkHealth('a b')).rejects.toMatchObject({ code: 'INVALID_REQUEST', status: 400 })
  })
})

describe('a gateway without a table', () => {
  test('keeps no keys, which the error says together with the option', async () => {
    const table = process.env.STATE_TABLE
    process.env.STATE_TABLE = ''
    const handler = await coldHandler().finally(() => {
      process.env.STATE_TABLE = table
    })
    const without = await serveFunction(async (asked) =>
      readAnswer(await handler(httpEvent(asked), invocationContext())),
    )
    try {
      const body = { userId: 'alice', friends: remark('bob') }
      const refused = createGateway({ url: without.url }).friends.update(body)
      await expect(refused).rejects.toMatchObject({
        code: 'STATE_UNAVAILABLE',
        message: expect.stringContaining('idempotency: false'),
      })
      expect(without.seen).toHaveLength(1)
      const client = createGateway({ url: without.url, idempotency: false })
      expect(await client.friends.update(body)).toMatchObject({ outcome: 'ok' })
      expect(await createGateway({ url: without.url }).friends.update(body, { idempotency: false })).toMatchObject({
        outcome: 'ok',
      })
    } finally {
      await without.close()
    }
  })
})
