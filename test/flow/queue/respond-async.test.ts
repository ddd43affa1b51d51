import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { caseOf } from '../../support/cases.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, fault, remark } from '../../support/events.ts'
import type { Asked } from '../../support/gateway/invocation.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1', BASE_PATH: 'chat' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const PREFER = { prefer: 'respond-async' }
const update = (text: string, more: Partial<Asked> = {}) =>
  deployed.http({ path: '/v1/friends/update', body: remark('alice', 'bob', text), headers: PREFER, ...more })
const show = (path: string | undefined, more: Partial<Asked> = {}) =>
  deployed.http({ method: 'GET', path: path ?? '', ...more })

describe('respond-async', () => {
  test('answers 202 at once, with where to ask; the work is the worker’s', async () => {
    const accepted = await update('later')
    expect(accepted.status).toBe(202)
    expect(accepted.headers).toMatchObject({
      'content-type': 'application/json',
      'preference-applied': 'respond-async',
      location: expect.stringMatching(/^\/v1\/jobs\/\w+$/),
      'x-request-id': expect.any(String),
    })
    expect(accepted.json).toEqual({
      jobId: accepted.headers.location!.split('/').at(-1),
      operation: 'friends.update',
      state: 'queued',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    })
    expect(await callsOf(deployed)).toEqual([])
    const queued = await show(accepted.headers.location)
    expect([queued.status, queued.json, queued.headers['retry-after']]).toEqual([200, accepted.json, '1'])
    await deployed.drain()
    const done = await show(accepted.headers.location)
    expect(done.headers['retry-after']).toBeUndefined()
    expect(done.json).toEqual({
      ...accepted.json,
      state: 'completed',
      finishedAt: expect.any(String),
      answer: {
        status: 200,
        body: {
          outcome: 'ok',
          requestId: accepted.headers['x-request-id'],
          counts: { ok: 1, failed: 0, unknown: 0 },
          results: [{ userId: 'bob', status: 'ok' }],
        },
      },
    })
  })

  const writes = [...operations.values()].filter(({ effect }) => effect === 'write').map(({ name }) => name)
  test.each(writes)('is taken by %s, on the same path and with the same body', async (operation) => {
    const { request } = caseOf(operation).example
    const path = `/v1/${operation.replace('.', '/')}`
    const accepted = await deployed.http({ path, body: request, headers: PREFER })
    expect([accepted.status, accepted.json]).toEqual([202, expect.objectContaining({ operation })])
    expect(await deployed.drain(), deployed.output.text()).toBe(0)
    const { answer } = (await show(accepted.headers.location)).json as unknown as {
      answer: { body: { outcome: string } }
    }
    expect(['ok', 'partial', 'failed']).toContain(answer.body.outcome)
    expect(await callsOf(deployed)).toHaveLength(1)
  })

  test('is no use to a read, which is answered at once', async () => {
    const read = await deployed.http({ path: '/v1/friends/list', body: { userId: 'alice' }, headers: PREFER })
    expect([read.status, read.headers['preference-applied']]).toEqual([200, undefined])
  })

  test.each(['respond-async, wait=10', 'Respond-Async', 'handling=strict, respond-async;x=1'])(
    'is understood in "%s"',
    async (prefer) => {
      expect((await update('x', { headers: { prefer } })).status).toBe(202)
    },
  )

  test.each(['wait=10', 'respond-asynchronously', 'foo="respond-async"'])('is not read into "%s"', async (prefer) => {
    expect((await update('x', { headers: { prefer } })).status).toBe(200)
  })

  test('is refused like any other request where the body is wrong, and nothing is queued', async () => {
    const refused = await update('x', { body: { userId: 'alice', friends: [] } })
    expect([refused.status, refused.json.code, await deployed.waiting()]).toEqual([400, 'INVALID_REQUEST', 0])
  })

  test('of a batch queues its writes and answers its reads', async () => {
    const requests = [
      { id: 'w', operation: 'friends.update', body: remark('alice', 'bob', 'b') },
      { id: 'r', operation: 'friends.list', body: { userId: 'alice' } },
    ]
    const { status, json } = await deployed.http({ path: '/v1/batch', body: { requests }, headers: PREFER })
    expect([status, json.responses?.map((response) => response.status)]).toEqual([207, [202, 200]])
    expect(json.responses?.[0]?.headers.location).toMatch(/^\/v1\/jobs\//)
  })

  test('with an Idempotency-Key makes one job of all repeats', async () => {
    const headers = { ...PREFER, 'idempotency-key': 'async-1' }
    const first = await update('keyed', { headers })
    const second = await update('keyed', { headers })
    expect(second.json).toEqual(first.json)
    expect(second.headers).toMatchObject({ location: first.headers.location, 'idempotency-replayed': 'true' })
    const other = await update('another body', { headers })
    expect([other.status, other.json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(1)
  })

  test.each([
    ['dynamo', 'PutItem'],
    ['sqs', 'SendMessage'],
  ] as const)('is refused with 503 while %s is down (%s), and other requests are not', async (service, action) => {
    deployed[service].breakNext(action, 'cut', 10, service === 'dynamo' ? 'chat-gateway-dev-jobs' : '')
    const refused = await update('down')
    expect([refused.status, refused.json.code, refused.json.retryable]).toEqual([503, 'STATE_UNAVAILABLE', true])
    expect(refused.headers['retry-after']).toBeDefined()
    expect((await update('now', { headers: {} })).status).toBe(200)
    expect(await deployed.waiting()).toBe(0)
  })
})

describe('a job', () => {
  test('that fails is failed, with its whole answer', async () => {
    const accepted = await update('x', { body: remark('nobody', 'bob', 'x') })
    await deployed.drain()
    const { json } = await show(accepted.headers.location)
    expect(json).toMatchObject({ state: 'failed', answer: { status: 404, body: { code: 'ACCOUNT_NOT_FOUND' } } })
  })

  test('is running while a worker is at it', async () => {
    const accepted = await update('slow')
    await fault(deployed, { fault: { latencyMs: 2000 } })
    const working = deployed.drain()
    await expect.poll(async () => (await callsOf(deployed)).length).toBe(1)
    expect((await show(accepted.headers.location)).json).toMatchObject({ state: 'running' })
    await working
    expect((await show(accepted.headers.location)).json).toMatchObject({ state: 'completed' })
  })

  test('that waits for its next attempt is queued, and its result goes out once', async () => {
    const accepted = await update('again')
    await fault(deployed, { fault: { errorCode: 30006 } })
    await deployed.work(await deployed.doorbells())
    expect((await show(accepted.headers.location)).json).toMatchObject({ state: 'queued' })
    await deployed.drain()
    expect((await show(accepted.headers.location)).json).toMatchObject({ state: 'completed' })
    expect(deployed.results()).toHaveLength(1)
  })

  test('of another caller is 404, as one that does not exist', async () => {
    const accepted = await update('mine')
    const theirs = await show(accepted.headers.location, { caller: 'arn:aws:iam::000000000000:user/other' })
    const none = await show('/v1/jobs/none')
    expect([theirs.status, theirs.json.code]).toEqual([404, 'NOT_FOUND'])
    expect({ ...theirs.json, requestId: '' }).toEqual({ ...none.json, requestId: '' })
  })

  test.each(['', 'x'.repeat(3000), '..%2F', 'a/b'])('is not looked for under "%.10s"', async (id) => {
    deployed.dynamo.calls.length = 0
    expect((await show(`/v1/jobs/${id}`)).status).toBe(404)
    expect(deployed.dynamo.calls).toEqual([])
  })

  test('can only be read', async () => {
    const posted = await deployed.http({ path: '/v1/jobs/some', body: {} })
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  test('can’t be looked up while the table is down, and says so', async () => {
    const accepted = await update('x')
    deployed.dynamo.breakNext('GetItem', 'cut', 5)
    const answer = await show(accepted.headers.location)
    expect([answer.status, answer.json.code]).toEqual([503, 'STATE_UNAVAILABLE'])
  })

  test('of 10,000 items that fail, with the longest ids, keeps every verdict', async () => {
    // Nothing to compress: what is asked for and what came of it each take several parts.
    const ids = Array.from({ length: 10_000 }, () => randomBytes(24).toString('base64url'))
    const body = { userId: 'alice', friends: ids.map((userId) => ({ userId, remark: 'r' })) }
    const accepted = await update('', { body })
    expect(accepted.status).toBe(202)
    await deployed.drain()
    const { json } = await show(accepted.headers.location)
    const { state, answer } = json as unknown as {
      state: string
      answer: { status: number; body: { counts: object; results: { userId: string; status: string }[] } }
    }
    expect([state, answer.status, answer.body.counts]).toEqual(['failed', 404, { ok: 0, failed: 10_000, unknown: 0 }])
    expect(answer.body.results.map(({ userId }) => userId)).toEqual(ids)
    const [result] = deployed.results().slice(-1)
    expect(result!.detail.answer.body).toMatchObject({
      counts: { failed: 10_000 },
      code: 'ACCOUNT_NOT_FOUND',
      omitted: expect.arrayContaining(['results']),
    })
    expect(result!.detail.job).toBe(accepted.headers.location)
  })
})

describe('Location begins with what was taken off the path', () => {
  test.each([
    ['/prod', { stage: 'prod', domainName: 'a1.execute-api.eu-west-1.amazonaws.com' }],
    ['/v1', { stage: 'v1', domainName: 'a1.execute-api.eu-west-1.amazonaws.com' }],
    ['/chat', { domainName: 'api.example.com' }],
    ['', { domainName: 'api.example.com' }],
  ])('%s at %j, so that it can be called as it stands', async (base, at) => {
    const accepted = await update('based', { path: `${base}/v1/friends/update`, at })
    const batch = await deployed.http({
      path: `${base}/v1/batch`,
      body: { requests: [{ id: 'a', operation: 'friends.update', body: remark('alice', 'bob', 'more') }] },
      headers: PREFER,
      at,
    })
    for (const location of [accepted.headers.location, batch.json.responses?.[0]?.headers.location]) {
      expect(location).toMatch(new RegExp(`^${base}/v1/jobs/\\w+$`))
      expect((await show(location, { at })).status).toBe(200)
    }
    await deployed.drain()
  })
})
