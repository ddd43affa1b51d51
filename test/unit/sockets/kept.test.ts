import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { diedUnanswered, dropUnused, keptAgents, MOST_IDLE_MS, newAgents } from '../../../lib/sockets/kept.ts'
import { makeIdentity } from '../../../local/chat/certificate.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'

/** What a server does with a request, by the request's path. */
const deeds: Readonly<Record<string, (asked: IncomingMessage, reply: ServerResponse) => void>> = {
  '/ok': (_, reply) => reply.end('ok'),
  '/cut': ({ socket }) => socket.destroy(),
  '/begin-and-cut': ({ socket }) => socket.write('HTTP/1.1 200 OK\r\ncont', () => socket.destroy()),
  '/silence': () => undefined,
  '/frozen': (_, reply) => {
    advance(MOST_IDLE_MS + 1)
    reply.end('ok')
  },
}

const { key, cert } = (await makeIdentity()).server
const agents = () => keptAgents()

/** How often a server was connected to, beside it. */
async function serve(isSecure: boolean): Promise<{ readonly port: number; readonly made: () => number }> {
  const listener = (asked: IncomingMessage, reply: ServerResponse) => deeds[asked.url!]!(asked, reply)
  const server: Server = isSecure ? https.createServer({ key, cert }, listener) : createServer(listener)
  let made = 0
  server.on('connection', () => {
    made++
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, made: () => made }
}

beforeEach(restoreClock)
afterEach(restoreClock)

describe.each([
  ['plain', false],
  ['over TLS', true],
] as const)('connections %s', (_, isSecure) => {
  async function setUp(from = agents()) {
    const { port, made } = await serve(isSecure)
    const agent = isSecure ? from.https : from.http
    onTestFinished(() => agent.destroy())
    const ask = (path: string, signal?: AbortSignal) => {
      dropUnused(agent)
      return new Promise<void>((resolve, reject) => {
        const options = { port, path, agent, rejectUnauthorized: false, ...(signal && { signal }) }
        // A response is over before its connection is free, and the next request must find it so.
        const asked = (isSecure ? https.request : request)(options, (reply) =>
          reply
            .resume()
            .on('error', reject)
            .on('end', () => setImmediate(resolve)),
        )
        asked.on('error', reject).end()
      })
    }
    return { ask, made, agent }
  }

  test('are kept, and used again for three seconds', async () => {
    const { ask, made } = await setUp()
    await ask('/ok')
    advance(MOST_IDLE_MS - 1000)
    await ask('/ok')
    advance(MOST_IDLE_MS - 1000)
    await ask('/ok')
    expect(made()).toBe(1)
  })

  test.each([
    ['nobody has used for more than three seconds of the wall clock', MOST_IDLE_MS + 1],
    ['are from before a clock was set back', -60_000],
  ])('that %s are not used again', async (_name, ms) => {
    const { ask, made } = await setUp()
    await Promise.all([ask('/ok'), ask('/ok')])
    advance(ms)
    await ask('/ok')
    expect(made()).toBe(3)
  })

  test('whose answer was longer in coming than that are not used again: it may have come during a freeze', async () => {
    const { ask, made } = await setUp()
    await ask('/frozen')
    await ask('/ok')
    expect(made()).toBe(2)
  })

  test('are new for each exchange where they are asked to be', async () => {
    const { ask, made } = await setUp(newAgents())
    await ask('/ok')
    await ask('/ok')
    expect(made()).toBe(2)
  })

  test('that were used before and are cut without an answer are told from others', async () => {
    const { ask } = await setUp()
    const ends = async (path: string) => {
      await ask('/ok')
      return diedUnanswered(await ask(path).catch((error: unknown) => error))
    }
    expect(diedUnanswered(await ask('/cut').catch((error: unknown) => error))).toBe(false)
    expect([await ends('/cut'), await ends('/begin-and-cut'), await ends('/ok')]).toEqual([true, false, false])
  })

  test.each([
    ['cut', undefined],
    ['silence', 100],
  ])('that lie beside one that ends in %s are not tried after it', async (path, ms) => {
    const { ask, made, agent } = await setUp()
    await Promise.all([ask('/ok'), ask('/ok'), ask('/ok')])
    await expect(ask(`/${path}`, ms === undefined ? undefined : AbortSignal.timeout(ms))).rejects.toThrow()
    expect(
      Object.values(agent.freeSockets)
        .flat()
        .filter((socket) => !socket?.destroyed),
    ).toEqual([])
    await ask('/ok')
    expect(made()).toBe(4)
  })
})
