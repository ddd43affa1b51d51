import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { linesIn } from '../../support/log-lines.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => {
  gateway.chat.play(allOk)
  gateway.secrets.reads.length = 0
})
afterAll(() => gateway.close())

const body = updateOf('id', ['f'])

describe('a path nobody serves is a 404 of ours', () => {
  test.each([
    '/',
    '/v1',
    '/v1/',
    '/v1/friends',
    '/v1/friends/',
    '/v1/friends/remove-everything',
    '/v1/friends/update/more',
    '/v1/Friends/Update',
    '/v1/friends.update',
    '/v2/friends/update',
    '/friends/update',
    '/v1/__proto__/toString',
    '/v1/friends/__proto__',
    '/v1/friends/constructor',
    '/v1/constructor/prototype',
    '/v1/friends/%00',
    '/v1/%ff/update',
  ])('%s', async (path) => {
    for (const method of ['POST', 'GET']) {
      const answer = await gateway.request({ method, path, body })
      expect([answer.status, answer.json.code, answer.json.status]).toEqual([404, 'NOT_FOUND', 404])
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(answer.headers['x-request-id']).toBeTruthy()
    }
    expect([gateway.chat.calls.length, gateway.secrets.count()]).toEqual([0, 0])
  })

  test('says which version answers, and each line of its log does too', async () => {
    const other = await startGateway({ env: { VERSION: '1.2.3+0123456789ab-dirty', LOG_LEVEL: 'DEBUG' } })
    onTestFinished(() => other.close())
    const { json } = await other.request({ method: 'GET', path: '/v1/health', onlyHeaders: {} })
    expect(json).toMatchObject({ version: '1.2.3', commit: '0123456789ab-dirty' })
    await other.update(body)
    await other.update({})
    const versions = linesIn(other.output).map(({ version }) => version)
    expect([versions.length > 2, new Set(versions)]).toEqual([true, new Set(['1.2.3+0123456789ab-dirty'])])
  })
})

describe('a method a path does not serve is a 405 that says which it does', () => {
  test.each([
    ['GET', '/v1/friends/update', 'POST'],
    ['PUT', '/v1/friends/update', 'POST'],
    ['DELETE', '/v1/friends/update', 'POST'],
    ['OPTIONS', '/v1/friends/update', 'POST'],
    ['post', '/v1/health', 'GET'],
    ['HEAD', '/v1/batch', 'POST'],
    ['GET', '/v1/batch', 'POST'],
    ['POST', '/v1/health', 'GET'],
    ['POST', '/v1/openapi.json', 'GET'],
    ['POST', '/v1/jobs/0c1f', 'GET'],
  ])('%s %s', async (method, path, allowed) => {
    const answer = await gateway.request({ method, path, body })
    expect([answer.status, answer.json.code]).toEqual([405, method === 'HEAD' ? undefined : 'METHOD_NOT_ALLOWED'])
    expect(answer.headers.allow?.split(/, */)).toContain(allowed)
    expect(answer.headers['x-request-id']).toBeTruthy()
    expect(gateway.chat.calls).toHaveLength(0)
  })
})

describe('what needs state is refused with 503 rather than run unprotected', () => {
  test.each([
    ['an Idempotency-Key', { 'idempotency-key': 'k1' }],
    ['Prefer: respond-async', { prefer: 'respond-async' }],
    ['a preference in capitals', { prefer: 'Respond-Async' }],
    ['a preference among others', { prefer: 'return=minimal, respond-async; x=1, wait=10' }],
    ['both', { 'idempotency-key': 'k1', prefer: 'respond-async' }],
  ])('%s', async (_, headers) => {
    const operation = { path: '/v1/friends/update', body }
    const batch = { path: '/v1/batch', body: { requests: [{ id: 'a', operation: 'friends.update', body }] } }
    for (const asked of [operation, batch]) {
      const answer = await gateway.request({ ...asked, headers })
      expect([answer.status, answer.json.code]).toEqual([503, 'STATE_UNAVAILABLE'])
      expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/)
      expect(answer.headers['x-request-id']).toBe(answer.json.requestId)
    }
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test('a job', async () => {
    const answer = await gateway.request({ method: 'GET', path: '/v1/jobs/0c1f' })
    expect([answer.status, answer.json.code]).toEqual([503, 'STATE_UNAVAILABLE'])
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/)
  })

  test.each(['wait=5', 'return=minimal', 'handling="respond-async"', 'x-respond-async'])(
    'while Prefer: %s needs none and runs',
    async (prefer) => {
      expect((await gateway.update(body, { headers: { prefer } })).status).toBe(200)
    },
  )
})

describe('GET /v1/health', () => {
  test('answers without a secret, a call or a content type, and carries x-request-id', async () => {
    const answer = await gateway.request({ method: 'GET', path: '/v1/health', onlyHeaders: {} })
    expect(answer.status).toBe(200)
    expect(answer.headers['x-request-id']).toBeTruthy()
    expect([gateway.chat.calls.length, gateway.secrets.count()]).toEqual([0, 0])
  })
})

describe('x-request-id', () => {
  test('is another one for each answer, and the one in the body', async () => {
    const answers = await Promise.all([gateway.update(body), gateway.update(body), gateway.update({})])
    for (const { headers, json } of answers) expect(json.requestId).toBe(headers['x-request-id'])
    expect(new Set(answers.map((answer) => answer.headers['x-request-id'])).size).toBe(3)
  })
})
