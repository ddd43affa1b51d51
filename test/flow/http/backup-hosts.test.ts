import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { entry, listing } from '../../support/gateway/chat-replies.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { closedPort, DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
const closers: (() => void)[] = []
afterEach(() => {
  gateway.close()
  restoreClock()
  for (const close of closers.splice(0)) close()
})

/** The gateway with its own Chat server as the backup of `primary`. */
const startBehind = async (primary: string) => {
  gateway = await startGateway({
    secrets: (secret) => ({ [DEFAULT_SECRET]: { ...secret, endpoint: [primary, String(secret.endpoint)] } }),
  })
}
const body = updateOf('id', ['a'])
const many = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => gateway.update(updateOf(`id${i}`, ['a']))))

/** A host that takes connections and never speaks TLS or HTTP, or cuts them. */
async function listen(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  closers.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const address = server.address()
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

describe('with a dead primary every request succeeds by the backup', () => {
  test('where nobody listens there', async () => {
    await startBehind(await closedPort())
    const answers = await many(200)
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  })

  test('where it takes connections and never finishes the handshake', async () => {
    await startBehind(`https://${await listen(() => undefined)}`)
    const since = performance.now()
    expect((await gateway.update(body)).status).toBe(200)
    expect(performance.now() - since).toBeLessThan(4500)
  })

  test('where it cuts every call: one that may be sent again is', async () => {
    await startBehind(`http://${await listen((socket) => socket.once('data', () => socket.destroy()))}`)
    expect((await gateway.update(body)).status).toBe(200)
    expect(gateway.chat.calls).toHaveLength(1)
  })
})

test('a call that must not be repeated is not sent to the backup once the primary had it', async () => {
  await startBehind(`http://${await listen((socket) => socket.once('data', () => socket.destroy()))}`)
  const answer = await gateway.request({ path: '/v1/friends/delete-all', body: { userId: 'id', mutual: true } })
  expect([answer.json.outcome, gateway.chat.calls.length]).toEqual(['unknown', 0])
})

test('a call that never reached the primary goes to the backup, repeatable or not', async () => {
  await startBehind(await closedPort())
  gateway.chat.play(() => ({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }))
  const answer = await gateway.request({ path: '/v1/friends/delete-all', body: { userId: 'id', mutual: true } })
  expect([answer.status, gateway.chat.calls.length]).toEqual([200, 1])
})

test('a primary that is back is found by a call after ten seconds, and used from then on', async () => {
  const address = await closedPort()
  await startBehind(address)
  await gateway.update(body)
  let heard = 0
  const primary = createHttpServer((request, response) => {
    heard += 1
    request.resume().on('end', () => response.end(JSON.stringify(listing([entry('a')]))))
  })
  await new Promise<void>((ready) => primary.listen(Number(new URL(address).port), '127.0.0.1', ready))
  closers.push(() => {
    primary.close()
    primary.closeAllConnections()
  })
  await gateway.update(body)
  expect([heard, gateway.chat.calls.length]).toEqual([0, 2])
  advance(10_000)
  await gateway.update(body)
  await gateway.update(body)
  expect([heard, gateway.chat.calls.length]).toEqual([2, 2])
})
