import { randomUUID } from 'node:crypto'
import { type Local, startLocal } from '../../local/aws/start-local.ts'
import { seedOf } from './events.ts'
import { type ForgetfulProxy, type Loss, startForgetfulProxy } from './forgetful-proxy.ts'
import { httpEvent } from './gateway/invocation.ts'

/** Which way a request goes, and so which connections it leaves behind. */
export const ways = ['plain', 'keyed', 'queued'] as const
export type Way = (typeof ways)[number]

interface Answer {
  readonly statusCode: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Thaw {
  readonly local: Local
  /** Has every instance of the function serve a batch of twenty entries that go this way, and the worker do what is queued. */
  readonly warm: (way: Way) => Promise<void>
  /** Freezes all instances, lets their connections meet this meanwhile, and thaws them; 0 does not stop them at all. */
  readonly sleep: (loss: Loss, ms: number) => Promise<void>
  /** A request of each way and for a job, each the first of its own instance: how it was answered, and whether within two seconds. */
  readonly first: () => Promise<Readonly<Record<string, { readonly status: number; readonly isSoon: boolean }>>>
  /** Lines that functions wrote of a host failover, of doorbells handed back, and of failed invocations. */
  readonly troubles: () => readonly string[]
  readonly close: () => Promise<void>
}

const ACCOUNTS = Array.from({ length: 20 }, (_, index) => `account-${index}`)
/** One for each first request. */
const INSTANCES = 4
const SOON_MS = 2000
const TROUBLE = /host failover|"level":"(WARN|ERROR)"|left \d/

/** The whole gateway in processes of its own, with a proxy before each of its peers; Chat has two hosts. */
export async function startThaw(): Promise<Thaw> {
  let chatUrl = ''
  const hosts = [await startForgetfulProxy(() => chatUrl), await startForgetfulProxy(() => chatUrl)]
  const proxies: ForgetfulProxy[] = [...hosts]
  const troubles: string[] = []
  const note = (line: string) => void (TROUBLE.test(line) && troubles.push(line))
  const local = await startLocal({
    instances: INSTANCES,
    seed: seedOf(ACCOUNTS, 1),
    environment: { LOG_LEVEL: 'WARN' },
    through: async (_, url) => {
      const proxy = await startForgetfulProxy(() => url)
      proxies.push(proxy)
      return proxy.url
    },
    secretOf: (secret) => {
      chatUrl = String(secret.endpoint)
      return { ...secret, endpoint: hosts.map(({ url }) => url) }
    },
    wrote: note,
    log: note,
    failed: (name, error) => void troubles.push(`${name} failed: ${error.message}`),
  })
  const pools = Object.values(local.functions)
  const invoke = async (asked: Parameters<typeof httpEvent>[0]) =>
    (await local.functions.http!.invoke(httpEvent(asked))) as Answer
  const ended = (location: string) => untilEnded(() => invoke({ method: 'GET', path: location }))
  let job = ''
  const warm = async (way: Way) => {
    const batches = Array.from({ length: INSTANCES }, () => invoke(batchOf(way)))
    const answers = (await Promise.all(batches)).map(({ body }) => JSON.parse(body) as BatchAnswer)
    const entries = answers.flatMap(({ responses }) => responses)
    const wrong = entries.find(({ status }) => status !== (way === 'queued' ? 202 : 200))
    if (wrong) throw new Error(`a batch was answered ${JSON.stringify(wrong)}`)
    const jobs = entries.flatMap(({ headers }) => headers.location ?? [])
    await Promise.all(jobs.map(ended))
    job = jobs[0] ?? job
  }
  const sleep = async (loss: Loss, ms: number) => {
    const until = Date.now() + ms
    if (ms > 0) for (const pool of pools) pool.freezeAll()
    for (const proxy of proxies) proxy.lose(loss)
    while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50))
    for (const pool of pools) pool.thawAll()
  }
  const first = async () => {
    const asked = { ...Object.fromEntries(ways.map((way) => [way, askOf(way)])), job: { method: 'GET', path: job } }
    const ends = Object.entries(asked).map(async ([way, one]) => {
      const startedAt = Date.now()
      const { statusCode, headers } = await invoke(one)
      const ms = Date.now() - startedAt
      if (way === 'queued') await ended(headers.location!)
      return [way, { status: statusCode, isSoon: ms < SOON_MS }] as const
    })
    return Object.fromEntries(await Promise.all(ends))
  }
  const close = async () => {
    await local.close()
    await Promise.all(proxies.map((proxy) => proxy.close()))
  }
  // There is a job to ask for, whatever comes first.
  await warm('queued')
  return { local, warm, sleep, first, troubles: () => troubles, close }
}

interface BatchAnswer {
  readonly responses: readonly { readonly status: number; readonly headers: Readonly<Record<string, string>> }[]
}

/** As a request of this way is asked for, a new one each time. */
const headersOf = (way: Way): Readonly<Record<string, string>> => ({
  ...(way === 'keyed' && { 'idempotency-key': randomUUID() }),
  ...(way === 'queued' && { prefer: 'respond-async' }),
})

const bodyOf = (userId: string) => ({ userId, friends: [{ userId: 'f0', remark: randomUUID() }] })

const askOf = (way: Way) => ({ body: bodyOf('account-0'), headers: headersOf(way) })

/** Twenty accounts at once, so that as many connections are left behind. */
const batchOf = (way: Way) => ({
  path: '/v1/batch',
  headers: headersOf(way),
  body: { requests: ACCOUNTS.map((id) => ({ id, operation: 'friends.update', body: bodyOf(id) })) },
})

async function untilEnded(ask: () => Promise<Answer>): Promise<void> {
  for (let isOver = false; !isOver; ) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const { state } = JSON.parse((await ask()).body) as { readonly state: string }
    isOver = state === 'completed' || state === 'failed'
  }
}
