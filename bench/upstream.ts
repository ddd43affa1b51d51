import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { friends } from './work.ts'

/** What main.ts sends to this process, and gets back. */
export interface UpstreamOrder {
  readonly key: string
  readonly cert: string
  readonly delaysMs: readonly number[]
}
export type UpstreamPorts = Readonly<Record<string, number>>

/** Every call of the benchmark is about the same friends, so one answer serves all. */
const answer = JSON.stringify({
  ResultItem: friends.map(({ userId }) => ({ To_Account: userId, ResultCode: 0, ResultInfo: '' })),
  ActionStatus: 'OK',
  ErrorCode: 0,
  ErrorInfo: '',
  ErrorDisplay: '',
})
const head = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }

const respond =
  (delayMs: number): RequestListener =>
  (request, response) => {
    const send = () => response.writeHead(200, head).end(answer)
    request.resume().on('end', () => (delayMs === 0 ? send() : setTimeout(send, delayMs)))
  }

/** A process of its own, so that the upstream's work is not counted as the handlers'. */
process.once('message', async ({ key, cert, delaysMs }: UpstreamOrder) => {
  const ports: [string, number][] = []
  for (const delayMs of delaysMs) {
    const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, respond(delayMs))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    ports.push([String(delayMs), (server.address() as AddressInfo).port])
  }
  process.send?.(Object.fromEntries(ports))
})
process.once('disconnect', () => process.exit())
