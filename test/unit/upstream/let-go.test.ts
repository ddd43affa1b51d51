import http, { type RequestListener } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { send } from '../../../lib/upstream/send.ts'
import { makeIdentity } from '../../../local/chat/certificate.ts'

const { server: identity, ca } = await makeIdentity()
const trusted = tls.getCACertificates('default')
const answer: RequestListener = (request, response) => void request.resume().on('end', () => response.end('{}'))
const servers = { 'http:': http.createServer(answer), 'https:': https.createServer(identity, answer) }
let connections = 0
for (const server of Object.values(servers)) server.on('connection', () => connections++)

beforeAll(async () => {
  tls.setDefaultCACertificates([...trusted, ca.cert])
  const listening = Object.values(servers).map(
    (server) => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)),
  )
  await Promise.all(listening)
})
afterAll(() => {
  tls.setDefaultCACertificates(trusted)
  for (const server of Object.values(servers)) {
    server.closeAllConnections()
    server.close()
  }
})

async function ask(protocol: keyof typeof servers): Promise<WeakRef<object>> {
  const { port } = servers[protocol].address() as AddressInfo
  const origin = { protocol, hostname: '127.0.0.1', port: String(port) }
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

test.each(['http:', 'https:'] as const)(
  'a connection over %s is kept, and nothing of the reply that came over it',
  async (protocol) => {
    connections = 0
    await letGo(await ask(protocol))
    await letGo(await ask(protocol))
    expect(connections).toBe(1)
  },
)
