import { Agent, get } from 'node:https'
import { text } from 'node:stream/consumers'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { context, friendsOfBytes, updateEvent } from './work.ts'

export interface HoldOrder {
  readonly bundle: string
  /** The upstream that answers every friend. */
  readonly port: number
  readonly friends: number
  /** Whether garbage is collected before each look, or left to the engine. */
  readonly collects: boolean
}

export interface HoldFigures {
  readonly collects: boolean
  readonly bodyBytes: number
  readonly answerBytes: number
  readonly calls: number
  readonly heldBytes: number
  readonly grownBytes: number
}

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>

const collect = (): void => (globalThis as { gc?: () => void }).gc?.()

const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Looks while the handler waits for its upstream: all that it holds for the request is alive then. */
async function watch(work: Promise<APIGatewayProxyStructuredResultV2>, collects: boolean) {
  let most = 0
  const look = () => {
    if (collects) collect()
    most = Math.max(most, inUse())
  }
  const timer = setInterval(look, 1)
  const answer = await work
  clearInterval(timer)
  look()
  return { answer, most }
}

const callsSeen = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const asking = get({ host: '127.0.0.1', port, agent: new Agent() }, (response) =>
      text(response).then((count) => resolve(Number(count)), reject),
    )
    asking.on('error', reject)
  })

async function measure({ bundle, port, friends, collects }: HoldOrder): Promise<HoldFigures> {
  const { handler } = (await import(bundle)) as { handler: Handler }
  const send = async (count: number, id: number) => {
    const event = updateEvent('each', friendsOfBytes(count, 90))
    collect()
    const before = { inUse: inUse(), most: process.resourceUsage().maxRSS * 1024 }
    const { answer, most } = await watch(handler(event, context(id)), collects)
    const grownBytes = process.resourceUsage().maxRSS * 1024 - before.most
    if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}: ${answer.body?.slice(0, 500)}`)
    const sizes = { bodyBytes: Buffer.byteLength(event.body ?? ''), answerBytes: Buffer.byteLength(answer.body ?? '') }
    return { ...sizes, heldBytes: most - before.inUse, grownBytes }
  }
  await send(1, 0)
  await callsSeen(port)
  return { collects, ...(await send(friends, 1)), calls: await callsSeen(port) }
}

/** A process of its own for each look: memory once taken from the system is not given back. */
process.once('message', async (order: HoldOrder) => {
  process.send?.(await measure(order))
  process.disconnect()
})
