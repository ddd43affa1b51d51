import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { send } from '../../../lib/upstream/send.ts'

let connections = 0
const server = createServer((request, response) => void request.resume().on('end', () => response.end('{}')))
server.on('connection', () => connections++)
beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function ask(): Promise<WeakRef<object>> {
  const { port } = server.address() as AddressInfo
  const origin = { protocol: 'http:', hostname: '127.0.0.1', port: String(port) }
  const sent = await send({ origin, path: '/', body: '{}', timeoutMs: 5000, latestMs: 5000 })
  expect(sent).toMatchObject({ kind: 'reply', text: '{}' })
  return new WeakRef(sent)
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** A failed look must not hold the reply itself. */
const letGo = (reply: WeakRef<object>) =>
  vi.waitFor(() => {
    collect()
    expect(reply.deref() === undefined, 'it is let go of').toBe(true)
  })

test('a connection is kept, and nothing of the reply that came over it', async () => {
  await letGo(await ask())
  await letGo(await ask())
  expect(connections).toBe(1)
})
