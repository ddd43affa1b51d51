import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { APIGatewayProxyEventV2WithIAMAuthorizer } from 'aws-lambda'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Handled, type Integration, startHttpApi } from '../../../local/aws/http-api/server.ts'
import { InvocationError } from '../../../local/aws/lambda/invocation-error.ts'
import { until } from './fixture.ts'

type Event = APIGatewayProxyEventV2WithIAMAuthorizer

async function start(handler: (event: Event) => unknown, routes = ['ANY /{proxy+}'], allowHosts: string[] = []) {
  const handled: Handled[] = []
  const integration: Integration = { settings: { routes }, invoke: async (event) => handler(event as Event) }
  const api = await startHttpApi({
    port: 0,
    allowHosts,
    integrations: [integration],
    handled: (record) => handled.push(record),
  })
  onTestFinished(() => api.close())
  return { url: api.url, handled }
}

/** The event a request becomes. */
async function eventOf(path: string, init: RequestInit = {}): Promise<Event> {
  const { url } = await start((event) => ({ statusCode: 200, body: JSON.stringify(event) }))
  return (await fetch(url + path, init)).json() as Promise<Event>
}

const failing = (type: string) => () => {
  throw new InvocationError({ type, message: 'why' })
}

/** Bytes as sent, for what fetch would tidy up. */
async function raw(url: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(request)
  return text(socket)
}

test.each([
  ['TypeError', 500, 'Internal Server Error'],
  ['Sandbox.Timedout', 500, 'Internal Server Error'],
  ['Function.ResponseSizeTooLarge', 500, 'Internal Server Error'],
  ['TooManyRequestsException', 503, 'Service Unavailable'],
  ['RequestTooLargeException', 413, 'Request Entity Too Large'],
])('a function that fails with %s is %i', async (type, status, message) => {
  const { url, handled } = await start(failing(type))
  const response = await fetch(`${url}/v1/x`)
  expect([response.status, await response.json()]).toEqual([status, { message }])
  expect(handled).toMatchObject([{ method: 'GET', path: '/v1/x', reply: { status }, error: { type, message: 'why' } }])
})

test('a path without a route is the API’s own 404, and no function runs', async () => {
  const handler = vi.fn()
  const { url } = await start(handler)
  const response = await fetch(`${url}/`)
  expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }])
  expect(handler).not.toHaveBeenCalled()
})

test('a body over 10 MB is the API’s own 413, and no function runs', async () => {
  const handler = vi.fn()
  const { url } = await start(handler)
  const response = await fetch(`${url}/x`, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) })
  expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }])
  expect(handler).not.toHaveBeenCalled()
})

test('headers over 10,240 bytes are 431', async () => {
  const { url } = await start(() => ({}))
  expect((await fetch(`${url}/x`, { headers: { padding: 'x'.repeat(10_300) } })).status).toBe(431)
})

test('a function that takes longer than 30 seconds is 503, whatever it answers afterwards', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const called = Promise.withResolvers<void>()
  const { url } = await start(() => {
    called.resolve()
    return new Promise(() => undefined)
  })
  const response = fetch(`${url}/x`)
  await called.promise
  await vi.advanceTimersByTimeAsync(30_000)
  expect([(await response).status, await (await response).json()]).toEqual([503, { message: 'Service Unavailable' }])
})

test('a client that goes away in the middle of its body harms nobody else', async () => {
  const { url, handled } = await start(() => ({ statusCode: 204 }))
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('POST /x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy())
  await until(() => handled.length === 1)
  expect(handled[0]!.error!.type).toBe('ClientGone')
  expect((await fetch(`${url}/x`)).status).toBe(204)
})

test('an answer that is no reply is 500', async () => {
  const answers = [
    { statusCode: 'many' },
    { statusCode: 700 },
    { statusCode: 200, body: { not: 'text' } },
    { statusCode: 200, headers: { 'x-broken': 'a\r\nb: c' } },
  ]
  const { url } = await start(() => answers.shift())
  for (const _ of [...answers]) expect((await fetch(`${url}/x`)).status).toBe(500)
})

test('an answer without a status code is the JSON of a 200', async () => {
  const { url } = await start(() => ({ hello: 'world' }))
  const response = await fetch(`${url}/x`)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect([response.status, await response.json()]).toEqual([200, { hello: 'world' }])
})

test('the event is payload format 2.0, with the caller where the IAM authorizer puts it', async () => {
  const event = await eventOf('/v1/friends%2Fupdate?a=1&a=2&b=%20', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Many': 'one', cookie: 'c1=1; c2=2', 'user-agent': 'tester' },
    body: '{"ü":1}',
  })
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'ANY /{proxy+}',
    rawPath: '/v1/friends/update',
    rawQueryString: 'a=1&a=2&b=%20',
    queryStringParameters: { a: '1,2', b: ' ' },
    pathParameters: { proxy: 'v1/friends/update' },
    cookies: ['c1=1', 'c2=2'],
    headers: {
      'content-type': 'application/json',
      'x-many': 'one',
      'content-length': '8',
      'x-forwarded-proto': 'http',
    },
    body: '{"ü":1}',
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      stage: '$default',
      routeKey: 'ANY /{proxy+}',
      http: {
        method: 'POST',
        path: '/v1/friends/update',
        protocol: 'HTTP/1.1',
        userAgent: 'tester',
        sourceIp: '127.0.0.1',
      },
      authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/local', accountId: '000000000000' } },
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
  })
  expect(event.headers).not.toHaveProperty('cookie')
  expect(event.headers).not.toHaveProperty('connection')
})

test('headers that come twice are joined by a comma', async () => {
  const { url } = await start((event) => ({ statusCode: 200, body: event.headers['x-many'] }))
  const reply = await raw(
    url,
    'GET /x HTTP/1.1\r\nhost: localhost\r\nX-Many: one\r\nx-many: two\r\nconnection: close\r\n\r\n',
  )
  expect(reply).toMatch(/\r\n\r\none,two$/)
})

test.each([
  ['application/json', 'text'],
  ['application/json; charset=utf-8', 'text'],
  ['text/plain', 'text'],
  ['application/json; charset=utf-16', 'base64'],
  ['application/problem+json', 'base64'],
  ['application/x-www-form-urlencoded', 'base64'],
  ['', 'base64'],
])('a body of type "%s" comes as %s', async (type, form) => {
  // A Blob of type '' is sent without a content-type.
  const event = await eventOf('/x', { method: 'POST', body: new Blob(['{}'], { type }) })
  expect([event.body, event.isBase64Encoded]).toEqual(form === 'text' ? ['{}', false] : ['e30=', true])
})

test('a request without body, query and cookies has none of the three in its event', async () => {
  const event = await eventOf('/x')
  expect(event.isBase64Encoded).toBe(false)
  for (const name of ['body', 'queryStringParameters', 'cookies']) expect(event).not.toHaveProperty(name)
})

test('the reply is the function’s status, headers, cookies and body, under the request’s own id', async () => {
  const ids: string[] = []
  const { url } = await start((event) => {
    ids.push(event.requestContext.requestId)
    return {
      statusCode: 207,
      headers: { 'Content-Type': 'application/json', 'X-Number': 1, 'Content-Length': '999' },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from('{"ok":true}').toString('base64'),
      isBase64Encoded: true,
    }
  })
  const response = await fetch(`${url}/x`)
  expect([response.status, await response.json()]).toEqual([207, { ok: true }])
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(response.headers.get('x-number')).toBe('1')
  expect(ids).toEqual([response.headers.get('apigw-requestid')])
})

test('the fullest route wins, a named method before ANY, $default last', async () => {
  const routes = ['$default', 'ANY /{proxy+}', 'ANY /v1/{id}', 'ANY /v1/health', 'GET /v1/health']
  const { url } = await start((event) => ({ statusCode: 200, body: event.routeKey }), routes)
  const keyOf = async (path: string, method = 'GET') => (await fetch(url + path, { method })).text()
  expect(await keyOf('/v1/health')).toBe('GET /v1/health')
  expect(await keyOf('/v1/health', 'POST')).toBe('ANY /v1/health')
  expect(await keyOf('/v1/other')).toBe('ANY /v1/{id}')
  expect(await keyOf('/v1/a/b')).toBe('ANY /{proxy+}')
  expect(await keyOf('/')).toBe('$default')
})

test.each([
  ['123456789012/crm-orders', 'arn:aws:sts::123456789012:assumed-role/crm-orders/local', '123456789012'],
  ['arn:aws:iam::123456789012:user/alice', 'arn:aws:iam::123456789012:user/alice', '000000000000'],
])('x-local-caller: %s says who calls', async (name, userArn, accountId) => {
  const { requestContext } = await eventOf('/v1/x', { headers: { 'x-local-caller': name } })
  expect(requestContext.authorizer.iam).toMatchObject({ userArn, accountId })
})

test('a Host of another name is a custom domain, as its event says; this machine’s stands for the API’s own', async () => {
  const told = ({ requestContext: { domainName, domainPrefix } }: Event) => ({ domainName, domainPrefix })
  const { url } = await start(told, undefined, ['api.example.com'])
  const domainOf = async (host: string) => {
    const reply = await raw(url, `GET /x HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
    return JSON.parse(reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1))
  }
  expect(await domainOf('Api.Example.com:4000')).toEqual({ domainName: 'api.example.com', domainPrefix: 'api' })
  const own = { domainName: expect.stringMatching(/^local\.execute-api\./), domainPrefix: 'local' }
  for (const host of ['127.0.0.1:4000', 'localhost', '[::1]:80']) expect(await domainOf(host)).toEqual(own)
})

test('JSON whose bytes are no UTF-8 comes as base64, so that nothing of them is lost', async () => {
  const bytes = Buffer.from('{"remark":"caf\xe9"}', 'latin1')
  const event = await eventOf('/x', { method: 'POST', headers: { 'content-type': 'application/json' }, body: bytes })
  expect([event.isBase64Encoded, Buffer.from(event.body ?? '', 'base64')]).toEqual([true, bytes])
})
