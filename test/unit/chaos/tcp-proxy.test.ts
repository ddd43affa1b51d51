import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ask } from '../../campaigns/chaos/ask.ts'
import { hostileNames, hostileReplies, writeHostile } from '../../campaigns/chaos/hostile-replies.ts'
import { type NetFault, startTcpProxy } from '../../campaigns/chaos/tcp-proxy.ts'

const REPLY = JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0, ResultItem: [{ To_Account: 'f0', ResultCode: 0 }] })

/** A server behind a proxy, and what both have seen. */
async function setUp() {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(request.url!)
    response.setHeader('content-length', REPLY.length).end(REPLY)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const target = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const struck: NetFault[] = []
  const asked: string[] = []
  const proxy = await startTcpProxy({
    target: () => target,
    struck: (fault) => struck.push(fault),
    asked: (head) => asked.push(head),
  })
  onTestFinished(async () => {
    await proxy.close()
    server.closeAllConnections()
    server.close()
  })
  const call = (timeoutMs = 5000) => ask(`${proxy.url}/x?random=1`, { body: {}, timeoutMs })
  return { proxy, heard, struck, asked, call }
}

test('without a fault everything passes, and after one too', async () => {
  const { proxy, call, struck, asked } = await setUp()
  expect((await call()).text).toBe(REPLY)
  proxy.arm({ kind: 'reset', after: true })
  await expect(call()).rejects.toThrow()
  expect((await call()).text).toBe(REPLY)
  expect(struck).toEqual([{ kind: 'reset', after: true }])
  expect(asked).toEqual(Array(3).fill('POST /x?random=1 HTTP/1.1'))
})

test.each<[NetFault, number]>([
  [{ kind: 'reset', after: false }, 0],
  [{ kind: 'reset', after: true }, 1],
  [{ kind: 'cut', bytes: 20 }, 1],
  [{ kind: 'cut', bytes: REPLY.length + 60 }, 1],
])('%j breaks the call, which the server has seen %i times', async (fault, times) => {
  const { proxy, call, heard } = await setUp()
  proxy.arm(fault)
  await expect(call()).rejects.toThrow(/hang up|aborted|ECONNRESET/)
  expect(heard).toHaveLength(times)
})

test.each([
  [false, 0],
  [true, 1],
] as const)('in a black hole nothing is heard again; after the request: %s', async (after, times) => {
  const { proxy, call, heard } = await setUp()
  proxy.arm({ kind: 'black hole', after })
  await expect(call(300)).rejects.toThrow('no answer within')
  expect(heard).toHaveLength(times)
})

test.each<NetFault>([
  { kind: 'latency', ms: 40, jitterMs: 5 },
  { kind: 'bandwidth', bytes: 100, everyMs: 5 },
  { kind: 'drip', bytes: 4, everyMs: 1 },
])('%j only takes time', async (fault) => {
  const { proxy, call, struck } = await setUp()
  proxy.arm(fault)
  const startedAt = Date.now()
  expect((await call()).text).toBe(REPLY)
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(10)
  expect(struck).toEqual([fault])
})

test('a host that is down refuses, and comes back', async () => {
  const { proxy, call } = await setUp()
  await proxy.down(50)
  await expect(call()).rejects.toThrow('ECONNREFUSED')
  await expect
    .poll(
      () =>
        call()
          .then(({ text }) => text)
          .catch(() => ''),
      { timeout: 60_000 },
    )
    .toBe(REPLY)
})

test('a hostile reply comes in place of the true one, which was given', async () => {
  const { proxy, call, heard } = await setUp()
  proxy.arm({ kind: 'hostile', reply: 'first row doubled' })
  expect(JSON.parse((await call()).text).ResultItem).toHaveLength(2)
  proxy.arm({ kind: 'hostile', reply: 'no HTTP' })
  await expect(call()).rejects.toThrow('Parse Error')
  expect(heard).toHaveLength(2)
})

test('no hostile reply is the true one, and spoilt ones stay as they are', () => {
  const raw = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  for (const name of hostileNames) {
    const written = writeHostile(name, raw(REPLY), '/x?usersig=secret').toString()
    expect(written, name).not.toBe(raw(REPLY))
    expect(() => writeHostile(name, raw(REPLY.slice(0, 9)), '/x')).not.toThrow()
  }
  expect(Object.keys(hostileReplies).length).toBeGreaterThan(30)
})
