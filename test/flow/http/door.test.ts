import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
import { type Asked, invocationContext } from '../../support/gateway/invocation.ts'
import { coldHandler, type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { BASE_PATH: 'team/chat' } })
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => gateway.close())

const body = updateOf('id', ['f'])
const OWN = 'a1b2c3.execute-api.eu-west-1.amazonaws.com'
const statusOf = async (path: string, at: NonNullable<Asked['at']>) =>
  (await gateway.request({ path, body, at })).status

describe('what the API leaves before our path is taken off', () => {
  test.each([
    ['/team/chat/v1/friends/update', { domainName: 'api.example.com' }],
    ['/v1/friends/update', { domainName: 'api.example.com' }],
    ['/prod/v1/friends/update', { domainName: 'api.example.com', stage: 'prod' }],
    ['/team/chat/v1/friends/update', { domainName: 'api.example.com', stage: 'team' }],
    ['/prod/v1/friends/update', { domainName: OWN, stage: 'prod' }],
    ['/v1/v1/friends/update', { domainName: OWN, stage: 'v1' }],
    ['/v1/friends/update', { domainName: OWN, stage: 'v1' }],
    ['/v1/friends/update', { domainName: 'api.example.com', stage: 'v1' }],
  ])('%s at %j', async (path, at) => {
    expect(await statusOf(path, at)).toBe(200)
  })

  test.each([
    ['/team/chat/v1/friends/update', { domainName: OWN }],
    ['/team/chat/v1/friends/update', { domainName: 'a1.execute-api.cn-north-1.amazonaws.com.cn' }],
    ['/team/chat/v1/friends/update', { domainName: 'a1.execute-api.eusc-de-east-1.amazonaws.eu' }],
    ['/team/chat/v1/friends/update', { domainName: 'a1.execute-api.eu-west-1.api.aws' }],
    ['/team/chatter/v1/friends/update', { domainName: 'api.example.com' }],
    ['/team/chat/team/chat/v1/friends/update', { domainName: 'api.example.com' }],
    ['/production/v1/friends/update', { domainName: OWN, stage: 'prod' }],
    ['/v1/v1/friends/update', { domainName: OWN }],
    ['/$default/v1/friends/update', { domainName: OWN }],
    ['/$default/v1/friends/update', { domainName: 'api.example.com', stage: '$default' }],
    ['/prod/$default/v1/friends/update', { domainName: OWN, stage: 'prod' }],
  ])('and nothing else: %s at %j is a 404', async (path, at) => {
    expect(await statusOf(path, at)).toBe(404)
  })

  test('and the hint of a 404 names a path below it', async () => {
    const asked = { path: '/team/chat/v1/friends/updat', at: { domainName: 'api.example.com' } }
    const { json } = await gateway.request({ ...asked, body })
    expect(json.detail).toBe('There is nothing at /v1/friends/updat; did you mean /v1/friends/update?')
  })
})

describe('HEAD is answered as GET is, without a body', () => {
  test.each([
    ['/v1/health', 200, 'application/json'],
    ['/v1/openapi.json', 200, 'application/json'],
    ['/v1/nothing', 404, 'application/problem+json'],
    ['/v1/jobs/0c1f', 503, 'application/problem+json'],
    ['/v1/friends/update', 405, 'application/problem+json'],
  ])('%s', async (path, status, type) => {
    const [head, get] = [
      await gateway.request({ method: 'HEAD', path }),
      await gateway.request({ method: 'GET', path }),
    ]
    expect([head.status, get.status, head.text]).toEqual([status, status, ''])
    expect(get.text).not.toBe('')
    expect(head.headers['content-type']).toBe(type)
    expect(Object.keys(head.headers).sort()).toEqual(Object.keys(get.headers).sort())
  })

  test.each(['/v1/health', '/v1/openapi.json', '/v1/jobs/0c1f'])('%s takes both, and says so', async (path) => {
    const { status, headers, json } = await gateway.request({ path, body })
    expect([status, headers.allow, json.detail]).toEqual([405, 'GET, HEAD', 'This path takes GET or HEAD.'])
  })
})

describe('a query parameter that nobody knows is a 400 that names it', () => {
  test.each([
    ['POST', '/v1/friends/update', 'app=europe', ['"app"']],
    ['POST', '/v1/batch', 'a=1&b=2&a=3', ['"a"', '"b"']],
    ['GET', '/v1/health', 'verbose', ['"verbose"']],
    ['HEAD', '/v1/health', 'apps=default', []],
    ['GET', '/v1/health', 'wait=1', ['"wait"']],
    ['GET', '/v1/jobs/0c1f', 'wait=1&wiat=2', ['"wiat"', 'The only query parameter here is "wait"']],
    ['POST', '/v1/friends/update', 'X-Amz-Date=20261130T000000Z&%61pp=europe', ['"app"']],
  ])('%s %s?%s', async (method, path, query, named) => {
    const { status, json, text, headers } = await gateway.request({ method, path, query, body })
    expect([status, headers['x-request-id']]).toEqual([400, expect.any(String)])
    expect(json.code).toBe(method === 'HEAD' ? undefined : 'INVALID_REQUEST')
    for (const name of named) expect(json.detail).toContain(name)
    expect(text).not.toContain('europe')
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test('while those of a signed URL are the API’s', async () => {
    const query = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F2026&x-amz-signature=00'
    expect((await gateway.update(body, { query })).status).toBe(200)
  })

  test.each([null, undefined])('and %j is none', async (rawQueryString) => {
    expect((await gateway.update(body, { event: { rawQueryString } })).status).toBe(200)
  })

  test('but a wrong path or method is told first', async () => {
    expect((await gateway.request({ path: '/v1/nothing', query: 'a=1', body })).status).toBe(404)
    expect((await gateway.request({ method: 'GET', query: 'a=1' })).status).toBe(405)
  })

  test('and a long list of them makes no long answer', async () => {
    const query = Array.from({ length: 500 }, (_, index) => `${'n'.repeat(100)}${index}=1`).join('&')
    expect((await gateway.update(body, { query })).json.detail?.length).toBeLessThan(500)
  })
})

describe('how long to wait for a job is 1 to 20 whole seconds', () => {
  test.each(['0', '21', '100', '', '-1', '1.5', '+5', '5s', ' 5', '1e1', '0x5', '١', '5&wait=5'])(
    'wait=%s is a 400 that names it',
    async (wait) => {
      const { status, json } = await gateway.request({ method: 'GET', path: '/v1/jobs/0c1f', query: `wait=${wait}` })
      expect([status, json.code]).toEqual([400, 'INVALID_REQUEST'])
      expect(json.detail).toBe('The query parameter "wait" must be a whole number of seconds from 1 to 20, given once.')
    },
  )

  // There is no table here, which is told of once the request is understood.
  test.each(['wait=1', 'wait=20', 'wait=07', '%77ait=5', 'wait=5&X-Amz-Date=20261130T000000Z'])(
    '%s is heeded',
    async (query) => {
      for (const method of ['GET', 'HEAD'])
        expect((await gateway.request({ method, path: '/v1/jobs/0c1f', query })).status).toBe(503)
    },
  )
})

describe('content types that the API joined', () => {
  test.each([
    'application/json,application/json',
    'application/json, Application/JSON',
    'application/json; charset=utf-8,application/json;charset=UTF-8',
  ])('equal ones are one: %s', async (type) => {
    expect((await gateway.update(body, { headers: { 'content-type': type } })).status).toBe(200)
  })

  test.each([
    'application/json,text/plain',
    'text/plain, application/json',
    'application/json; charset=utf-8, text/plain',
    'application/json,application/problem+json',
  ])('differing ones are a 415: %s', async (type) => {
    const { status, json } = await gateway.update(body, { headers: { 'content-type': type } })
    expect([status, json.code, json.detail]).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'The body has several content types that differ. Send one: `content-type: application/json`.',
    ])
  })
})

test.each([{ body: null }, { body: null, isBase64Encoded: true }])('%j is an empty body: 400', async (event) => {
  const { status, json } = await gateway.request({ event })
  expect([status, json.code, json.errors]).toEqual([
    400,
    'INVALID_REQUEST',
    [{ pointer: '', message: 'is empty; send a JSON object' }],
  ])
})

test('headers that are null are none: 415', async () => {
  expect((await gateway.request({ body, event: { headers: null } })).status).toBe(415)
})

describe('what is no HTTP request at all is logged, counted, and fails the invocation', () => {
  const events = [{}, null, 'text', { Records: [] }, { rawPath: '/v1/health' }, { requestContext: { http: {} } }]
  test.each(events)('%j', async (event) => {
    const handler = await coldHandler()
    gateway.output.clear()
    await expect(handler(event, invocationContext())).rejects.toThrow(
      'This function takes HTTP requests as API Gateway sends them; this event is nothing of the kind.',
    )
    const lines = gateway.output.text().trim().split('\n')
    const counted = { level: 'ERROR', message: 'event not understood', EventsNotUnderstood: 1 }
    // The second is the one that each failed invocation has.
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([counted, { message: 'invocation failed' }])
  })
})

test('a request that is refused as such tells nothing of items, since none was tried', async () => {
  const batch = await gateway.batch([{ id: 'a', operation: 'friends.update', body: { userId: 'id' } }])
  const answers = [
    batch.json.responses?.[0]?.body,
    (await gateway.update({ userId: 'id' })).json,
    (await gateway.update('{')).json,
    (await gateway.update(body, { headers: { 'content-type': 'text/plain' } })).json,
    (await gateway.update(body, { path: '/v1/friends/nothing' })).json,
    (await gateway.update(body, { headers: { 'idempotency-key': 'k' } })).json,
  ]
  expect(answers.map((json) => json?.code)).toEqual([
    ...Array(3).fill('INVALID_REQUEST'),
    'UNSUPPORTED_MEDIA_TYPE',
    'NOT_FOUND',
    'STATE_UNAVAILABLE',
  ])
  for (const json of answers) for (const name of ['counts', 'results', 'retry']) expect(json).not.toHaveProperty(name)
  // While an app that nobody knows is the verdict of each item.
  const { json } = await gateway.update({ app: 'nobody', ...body })
  expect(json).toMatchObject({ code: 'UNKNOWN_APP', counts: { failed: 1 }, results: [{ userId: 'f' }] })
})
