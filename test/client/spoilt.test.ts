import { expect, onTestFinished, test } from 'vitest'
import { createExchange } from '../../client/src/transport/exchange.ts'
import type { GatewayRequest } from '../../client/src/transport/messages.ts'
import { clientOf, type Given, inTurn, ok, quickClock, serve } from './served.ts'

const bare: GatewayRequest = { method: 'POST', path: '/v1/friends/update', body: { userId: 'alice' }, effect: 'write' }
const keyed: GatewayRequest = { ...bare, idempotencyKey: 'k-1' }
const done = ok({ outcome: 'ok' })

async function start(answer: () => Given) {
  const served = await serve(answer)
  onTestFinished(served.close)
  return { ...served, exchange: createExchange({ url: served.url, clock: quickClock() }) }
}

const json = { 'content-type': 'application/json' }
test.each<[string, Given, string]>([
  ['JSON that was cut', { headers: json, body: '{"outcome":"ok","resu' }, 'answered 200 with JSON that is not whole'],
  [
    'what is not packed as it says',
    { headers: { ...json, 'content-encoding': 'gzip' }, body: '{}' },
    'answered 200, but',
  ],
  ['a page in place of the answer', { headers: { 'x-request-id': 'r-1' }, body: '<p>' }, 'answered 200 with no JSON'],
])(
  '%s may come after the work: a write without a key is not sent again, and one with a key is',
  async (_, given, words) => {
    const lost = await start(inTurn(given, done) as () => Given)
    await expect(lost.exchange(bare)).rejects.toMatchObject({
      mayBeDone: true,
      message: expect.stringContaining(words),
    })
    expect(lost.seen).toHaveLength(1)
    const kept = await start(inTurn(given, done) as () => Given)
    expect(await kept.exchange(keyed)).toMatchObject({ status: 200 })
  },
)

// Many a service sets that header.
test.each<[string, Given, string]>([
  [
    'an API that says nothing',
    { headers: { 'x-request-id': 'r' }, body: {} },
    `answered 200 with JSON that is no gateway's`,
  ],
  ['a list', { headers: { 'x-request-id': 'r' }, body: [] }, `answered 200 with JSON that is no gateway's`],
  ['a firewall', { status: 403, body: '<h1>blocked' }, 'See whether a firewall or a proxy lets this machine through'],
  ['a load balancer', { status: 502, body: '<h1>Bad' }, 'See what stands between here and the gateway'],
])('%s is not taken for the gateway’s own answer', async (_, given, words) => {
  const { exchange } = await start(inTurn(given) as () => Given)
  await expect(exchange(keyed)).rejects.toMatchObject({
    name: 'GatewayUnreachable',
    message: expect.stringContaining(words),
  })
})

test('a problem without a code is told as what it is: somebody else’s', async () => {
  const headers = { 'content-type': 'application/problem+json' }
  const served = await serve(() => ({ status: 500, headers, body: { title: 'oops' } }))
  onTestFinished(served.close)
  await expect(clientOf(served).friends.list({ userId: 'alice' })).rejects.toMatchObject({
    code: 'API_GATEWAY',
    status: 500,
  })
})
