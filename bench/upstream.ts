import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { friends } from './work.ts'

/** What the stage sends to this process, and gets back. */
export interface UpstreamOrder {
  readonly key: string
  readonly cert: string
  readonly delaysMs: readonly number[]
}
/** By the listener's delay in milliseconds; `each` answers every friend of a call, at once. */
export type UpstreamPorts = Readonly<Record<string, number>>

const answerFor = (userIds: readonly string[]) =>
  JSON.stringify({
    ResultItem: userIds.map((userId) => ({ To_Account: userId, ResultCode: 0, ResultInfo: '' })),
    ActionStatus: 'OK',
    ErrorCode: 0,
    ErrorInfo: '',
    ErrorDisplay: '',
  })

const headOf = (answer: string) => ({
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(answer),
})

/** Every call of the comparison is about the same friends, so one answer serves all. */
const usual = answerFor(friends.map(({ userId }) => userId))
const usualHead = headOf(usual)

const respond =
  (delayMs: number): RequestListener =>
  (request, response) => {
    const send = () => response.writeHead(200, usualHead).end(usual)
    request.resume().on('end', () => (delayMs === 0 ? send() : setTimeout(send, delayMs)))
  }

interface Update {
  readonly UpdateItem: readonly { readonly To_Account: string }[]
}

/** GET tells how many calls came since the last time, so that nobody has to believe the gateway. */
function respondToEach(): RequestListener {
  let calls = 0
  return async (request, response) => {
    const body = await text(request)
    let answer = String(calls)
    if (request.method === 'GET') calls = 0
    else {
      calls++
      answer = answerFor((JSON.parse(body) as Update).UpdateItem.map((item) => item.To_Account))
    }
    response.writeHead(200, headOf(answer)).end(answer)
  }
}

/** A process of its own, so that the upstream's work is not counted as the handlers'. */
process.once('message', async ({ key, cert, delaysMs }: UpstreamOrder) => {
  const listeners = delaysMs.map((delayMs) => [String(delayMs), respond(delayMs)] as const)
  const ports: [string, number][] = []
  for (const [name, listener] of [...listeners, ['each', respondToEach()] as const]) {
    const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, listener)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    ports.push([name, (server.address() as AddressInfo).port])
  }
  process.send?.(Object.fromEntries(ports))
})
process.once('disconnect', () => process.exit())
