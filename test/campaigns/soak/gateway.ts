import { existsSync, readdirSync } from 'node:fs'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { invocationContext } from '../../support/gateway/invocation.ts'
import { coldHandler, type Handler } from '../../support/gateway/start.ts'
import { hearUserSigs } from '../hear-user-sigs.ts'
import { createRandom, type Random } from '../random.ts'
import { eventOf } from './mix.ts'
import { type Found, ScanThread } from './scan-thread.ts'

const DESCRIPTORS = '/proc/self/fd'

/** What this process is to do. */
export interface Order {
  readonly requests: number
  readonly points: number
  readonly concurrency: number
  readonly seed: number
  /** One request in so many goes to an instance that has the table. */
  readonly stateEvery: number
  readonly stateTable: string
  /** Keys, by name, of which nothing may be logged or answered. */
  readonly keys: Readonly<Record<string, string>>
}

/** What was measured once so many requests had been answered, none being under way. */
export interface Sample extends Found {
  readonly requests: number
  readonly heapBytes: number
  readonly rssBytes: number
  /** Of Node's active resources, how many of each kind. */
  readonly resources: Readonly<Record<string, number>>
  /** Open file descriptors, idle sockets among them, which Node does not count as active; 0 where the system does not tell. */
  readonly descriptors: number
  /** Answers so far, by status. */
  readonly statuses: Readonly<Record<string, number>>
}

interface Driver {
  readonly handlers: readonly [bare: Handler, stateful: Handler]
  readonly random: Random
  readonly statuses: Record<string, number>
  readonly order: Order
  readonly scan: ScanThread
  sent: number
}

const countOf = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Twice: what the first one finalises the second one frees. */
function collect(): void {
  if (!globalThis.gc) throw new Error('start this process with --expose-gc')
  globalThis.gc()
  globalThis.gc()
}

async function one(driver: Driver): Promise<void> {
  const { handlers, random, statuses, order, scan } = driver
  const number = driver.sent++
  const handler = handlers[number % order.stateEvery === 0 ? 1 : 0]
  const answer = (await handler(eventOf(random, number), invocationContext())) as APIGatewayProxyStructuredResultV2
  const { statusCode } = answer
  scan.search('an answer', JSON.stringify(answer))
  statuses[String(statusCode)] = (statuses[String(statusCode)] ?? 0) + 1
}

/** Keeps so many requests under way until `until` have been sent and answered. */
async function drive(driver: Driver, until: number): Promise<void> {
  const lane = async () => {
    while (driver.sent < until) await one(driver)
  }
  await Promise.all(Array.from({ length: driver.order.concurrency }, lane))
}

async function measure({ sent, statuses, scan }: Driver): Promise<Sample> {
  const found = await scan.found()
  // Sockets that are done say so in a later turn.
  await new Promise(setImmediate)
  collect()
  const { heapUsed, rss } = process.memoryUsage()
  const resources = countOf(process.getActiveResourcesInfo())
  const descriptors = existsSync(DESCRIPTORS) ? readdirSync(DESCRIPTORS).length : 0
  return {
    requests: sent,
    heapBytes: heapUsed,
    rssBytes: rss,
    resources,
    descriptors,
    statuses: { ...statuses },
    ...found,
  }
}

/** What the function prints goes where nobody looks but the scan. */
function searchOutput(scan: ScanThread): void {
  process.stdout.write = (chunk: string | Uint8Array) => {
    scan.search('the log', String(chunk))
    return true
  }
}

async function soak(order: Order): Promise<void> {
  const scan = new ScanThread(order.keys)
  hearUserSigs(scan)
  searchOutput(scan)
  const bare = await coldHandler('http')
  process.env.STATE_TABLE = order.stateTable
  const stateful = await coldHandler('http')
  const random = createRandom(order.seed)
  const driver: Driver = { handlers: [bare, stateful], random, statuses: {}, order, scan, sent: 0 }
  for (let point = 1; point <= order.points; point++) {
    await drive(driver, Math.round((order.requests * point) / order.points))
    process.send?.(await measure(driver))
  }
  await scan.close()
  process.disconnect()
}

process.once('message', (order: Order) => void soak(order))
