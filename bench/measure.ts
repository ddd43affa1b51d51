import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { bareHandler } from './bare.ts'
import { drive, median, perSecond, quantile, type Round } from './load.ts'
import { bareEvents, context, gatewayEvents } from './work.ts'

export interface Scene {
  readonly delayMs: number
  readonly port: number
  /** The app whose secret leads to this upstream. */
  readonly app: string
  readonly concurrency: number
  readonly rounds: number
  readonly roundMs: number
}

export interface MeasureOrder {
  readonly bundle: string
  readonly userSig: string
  readonly scenes: readonly Scene[]
}

export interface Figures {
  readonly delayMs: number
  readonly concurrency: number
  readonly requests: number
  readonly gatewayPerSecond: number
  readonly barePerSecond: number
  readonly throughputRatio: number
  readonly bareP50Ms: number
  readonly addedP50Ms: number
  readonly addedP99Ms: number
}

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>
type Call = (id: number) => Promise<void>

/** Sends a handler one event after the other; an answer that is no success ends the benchmark, since it measures nothing. */
function callOf(handler: Handler, events: readonly APIGatewayProxyEventV2[], proof: string): Call {
  return async (id) => {
    const event = events[id % events.length] as APIGatewayProxyEventV2
    const { statusCode, body = '' } = await handler(event, context(id))
    if (statusCode !== 200 || !body.includes(proof)) throw new Error(`answered ${statusCode}: ${body.slice(0, 500)}`)
  }
}

async function play(gateway: Call, bare: Call, scene: Scene): Promise<Figures> {
  const { concurrency, rounds, roundMs, delayMs } = scene
  for (const call of [gateway, bare]) await drive(call, concurrency, Math.max(1000, roundMs))
  const pairs: { gateway: Round; bare: Round }[] = []
  for (let round = 0; round < rounds; round++) {
    const gatewayFirst = round % 2 === 0
    const first = await drive(gatewayFirst ? gateway : bare, concurrency, roundMs)
    const second = await drive(gatewayFirst ? bare : gateway, concurrency, roundMs)
    pairs.push(gatewayFirst ? { gateway: first, bare: second } : { gateway: second, bare: first })
  }
  const latencies = (side: 'gateway' | 'bare') => pairs.flatMap((pair) => pair[side].latenciesMs)
  const added = (share: number) => quantile(latencies('gateway'), share) - quantile(latencies('bare'), share)
  return {
    delayMs,
    concurrency,
    requests: latencies('gateway').length,
    gatewayPerSecond: median(pairs.map((pair) => perSecond(pair.gateway))),
    barePerSecond: median(pairs.map((pair) => perSecond(pair.bare))),
    throughputRatio: median(pairs.map((pair) => perSecond(pair.gateway) / perSecond(pair.bare))),
    bareP50Ms: quantile(latencies('bare'), 0.5),
    addedP50Ms: added(0.5),
    addedP99Ms: added(0.99),
  }
}

/** A process of its own: started with the authority to trust, and with its log going where Lambda would take it. */
process.once('message', async ({ bundle, userSig, scenes }: MeasureOrder) => {
  const { handler } = (await import(bundle)) as { handler: Handler }
  for (const scene of scenes) {
    const gateway = callOf(handler, gatewayEvents(scene.app), '"outcome":"ok"')
    const bare = callOf(bareHandler(scene.port, userSig), bareEvents(), '"ErrorCode":0')
    process.send?.(await play(gateway, bare, scene))
  }
  process.disconnect()
})
