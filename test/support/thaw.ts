import { randomUUID } from 'node:crypto'
import { type Local, startLocal } from '../../local/aws/start-local.ts'
import { seedOf } from './events.ts'
import { type ForgetfulProxy, type Loss, startForgetfulProxy } from './forgetful-proxy.ts'
import { type Asked, httpEvent } from './gateway/invocation.ts'
import { strictly } from './strict-seed.ts'

/** Which way a request goes, and so which connections it leaves behind. */
export const ways = ['plain', 'keyed', 'queued'] as const
export type Way = (typeof ways)[number]

interface Answer {
  readonly statusCode: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const ACCOUNTS = Array.from({ length: 20 }, (_, index) => `account-${index}`)
/** One for each first request. */
const INSTANCES = 4
const SOON_MS = 2000
const TROUBLE = /host failover|"level":"(WARN|ERROR)"|left \d/

/** The whole gateway in processes of its own, with a proxy before each of its peers; Chat has two hosts. */
export class Thaw {
  /** Lines that tell of a host failover, of doorbells handed back, and whatever else is a warning; and failed invocations. */
  readonly troubles: string[] = []
  readonly #proxies: ForgetfulProxy[] = []
  #local!: Local
  /** Where to ask for a job. */
  #job = ''

  static async start(): Promise<Thaw> {
    const thaw = new Thaw()
    let chatUrl = ''
    const hosts = [await thaw.#before(() => chatUrl), await thaw.#before(() => chatUrl)]
    const note = (line: string) => void (TROUBLE.test(line) && thaw.troubles.push(line))
    thaw.#local = await startLocal({
      instances: INSTANCES,
      seed: strictly(seedOf(ACCOUNTS, 1)),
      environment: { LOG_LEVEL: 'WARN' },
      through: (_, url) => thaw.#before(() => url),
      secretOf: (secret) => {
        chatUrl = String(secret.endpoint)
        return { ...secret, endpoint: hosts }
      },
      wrote: note,
      log: note,
      failed: (name, error) => void thaw.troubles.push(`${name} failed: ${error.message}`),
    })
    // There is a job to ask for, whatever comes first.
    await thaw.warm('queued')
    return thaw
  }

  /** Has so many instances serve a batch of twenty entries that go this way, and the worker do what is queued. */
  async warm(way: Way, instances = INSTANCES): Promise<void> {
    const batches = Array.from({ length: instances }, () => this.#invoke(batchOf(way)))
    const answers = (await Promise.all(batches)).map(({ body }) => JSON.parse(body) as BatchAnswer)
    const entries = answers.flatMap(({ responses }) => responses)
    const wrong = entries.find(({ status }) => status !== (way === 'queued' ? 202 : 200))
    if (wrong) throw new Error(`a batch was answered ${JSON.stringify(wrong)}`)
    const jobs = entries.flatMap(({ headers }) => headers.location ?? [])
    await Promise.all(jobs.map((job) => this.#ended(job)))
    this.#job = jobs[0] ?? this.#job
  }

  /** Freezes all instances, lets their connections meet this meanwhile, and thaws them. */
  async sleep(loss: Loss, ms: number): Promise<void> {
    const pools = Object.values(this.#local.functions)
    const until = Date.now() + ms
    for (const pool of pools) pool.freezeAll()
    for (const proxy of this.#proxies) proxy.lose(loss)
    while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50))
    for (const pool of pools) pool.thawAll()
  }

  /** A request of each way and for a job, each the first of its own instance: how it is answered, and whether within two seconds. */
  async first(): Promise<Readonly<Record<string, { readonly status: number; readonly isSoon: boolean }>>> {
    const asked = { ...Object.fromEntries(ways.map((way) => [way, askOf(way)])), job: this.#asking(this.#job) }
    const ends = Object.entries(asked).map(async ([way, one]) => {
      const startedAt = Date.now()
      const { statusCode, headers } = await this.#invoke(one)
      const ms = Date.now() - startedAt
      if (way === 'queued') await this.#ended(headers.location!)
      return [way, { status: statusCode, isSoon: ms < SOON_MS }] as const
    })
    return Object.fromEntries(await Promise.all(ends))
  }

  async close(): Promise<void> {
    await this.#local.close()
    await Promise.all(this.#proxies.map((proxy) => proxy.close()))
  }

  async #before(target: () => string): Promise<string> {
    const proxy = await startForgetfulProxy(target)
    this.#proxies.push(proxy)
    return proxy.url
  }

  async #invoke(asked: Asked): Promise<Answer> {
    return (await this.#local.functions.http!.invoke(httpEvent(asked))) as Answer
  }

  #asking(job: string): Asked {
    return { method: 'GET', path: job }
  }

  async #ended(job: string): Promise<void> {
    for (let isOver = false; !isOver; ) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      const { state } = JSON.parse((await this.#invoke(this.#asking(job))).body) as { readonly state: string }
      isOver = state === 'completed' || state === 'failed'
    }
  }
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
