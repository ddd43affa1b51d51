import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Context } from 'aws-lambda'
import { httpEvent } from './gateway/invocation.ts'
import type { Handler } from './gateway/start.ts'

/** What a batch in an instance of little memory came to. */
export interface Survived {
  readonly status: number
  /** How many entries ended how: status, and code or outcome. */
  readonly ends: Readonly<Record<string, number>>
  /** The most that its process took, heap and all: by that Lambda ends an instance. */
  readonly residentMiB: number
}

interface Order {
  readonly event: object
  readonly ms: number
}

/**
 * Sends a batch to the built HTTP function in a process of its own, whose heap has so many MiB.
 * @param env where it finds its secrets
 * @throws Error with the process's own last words where it does not survive that
 */
export async function batchIn(
  { heapMiB, env }: { readonly heapMiB: number; readonly env: Readonly<Record<string, string>> },
  requests: readonly object[],
): Promise<Survived> {
  const child = fork(import.meta.filename, {
    execArgv: [`--max-old-space-size=${heapMiB}`, '--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...env, LOG_LEVEL: 'ERROR' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let words = ''
  child.stderr?.on('data', (part) => {
    words += part
  })
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the instance ended with ${code ?? signal}: ${/FATAL.*/.exec(words)?.[0] ?? words.slice(-500)}`)
  })
  try {
    const order: Order = { event: httpEvent({ path: '/v1/batch', body: { requests } }), ms: 110_000 }
    child.send(order)
    const [survived] = (await Promise.race([once(child, 'message'), died])) as [Survived]
    return survived
  } finally {
    await end(child, died)
  }
}

async function end(child: ChildProcess, died: Promise<never>): Promise<void> {
  child.kill('SIGKILL')
  await died.catch(() => undefined)
}

/** What the process itself does. */
async function work({ event, ms }: Order): Promise<void> {
  const bundle = new URL('../../dist/http.mjs', import.meta.url).href
  const { handler } = (await import(bundle)) as { handler: Handler }
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => ms } as Context
  const { statusCode, body } = (await handler(event, context)) as { statusCode: number; body: string }
  const { responses } = JSON.parse(body) as {
    responses: { status: number; body: { code?: string; outcome?: string } }[]
  }
  const groups = Map.groupBy(responses, ({ status, body: { code, outcome } }) => `${status} ${code ?? outcome}`)
  const ends = Object.fromEntries([...groups].map(([name, { length }]) => [name, length]))
  process.send?.({ status: statusCode, ends, residentMiB: peakMiB() } satisfies Survived)
}

/** Linux counts what the process that started this one took into `maxRSS`, so there the peak of its own memory is asked for. */
function peakMiB(): number {
  const own = process.platform === 'linux' ? /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) : null
  return Math.round(Number(own?.[1] ?? process.resourceUsage().maxRSS) / 1024)
}

if (process.argv[1] === import.meta.filename) process.once('message', (order) => work(order as Order))
