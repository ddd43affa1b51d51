import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Items that one call of Chat's carries. */
const ITEMS_PER_CALL = 1000
/** What the way to Chat and back takes. */
const LATENCY_MS = 40
const MOST_WAIT_MS = 20_000

interface Entry {
  readonly id: string
  readonly body: {
    readonly userId: string
    readonly friends: readonly { readonly userId: string; readonly remark: string }[]
  }
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

export interface Counted {
  /** Between the first call and the last answer. */
  readonly percentOfQuota: number
  /** Rows that were never done, and those that were more than once. */
  readonly lost: number
  readonly doubled: number
  /** How often two requests of one account were under way at once. */
  readonly overlaps: number
  /** Requests whose key was known already. */
  readonly replayed: number
}

/**
 * A gateway that does nothing but count: it takes batches of `friends.update`, keeps the app's quota, and knows keys as the real one
 * does. Each remark is `r` and the row's number.
 */
export class CountingGateway {
  /** How often each row was done. */
  readonly #done: Uint8Array
  #calls = 0
  /** When the first call was made and when the last was answered, in Unix milliseconds. */
  #firstAt = Date.now()
  #lastAt = 0
  #replayed = 0
  #overlaps = 0
  readonly #perSecond: number
  readonly #answers = new Map<string, Answer | 'running'>()
  readonly #busy = new Set<string>()
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  #nextAt = 0
  #awaited = { calls: Number.POSITIVE_INFINITY, reached: () => {} }

  constructor(rows: number, perSecond: number) {
    this.#done = new Uint8Array(rows)
    this.#perSecond = perSecond
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Resolves once so many calls have been made. */
  untilCalls(calls: number): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited = { calls, reached: resolve }
      if (this.#calls >= calls) resolve()
    })
  }

  /** What it has counted. */
  figures(): Counted {
    const seconds = (this.#lastAt - this.#firstAt) / 1000
    return {
      percentOfQuota: Math.round((this.#calls / seconds / this.#perSecond) * 1000) / 10,
      lost: this.#done.filter((times) => times === 0).length,
      doubled: this.#done.filter((times) => times > 1).length,
      overlaps: this.#overlaps,
      replayed: this.#replayed,
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { requests } = JSON.parse(Buffer.concat(parts).toString()) as { readonly requests: readonly Entry[] }
    const key = String(request.headers['idempotency-key'])
    const responses = await Promise.all(
      requests.map(async (entry) => ({ id: entry.id, ...(await this.#answer(entry, key)) })),
    )
    response
      .writeHead(207, { 'content-type': 'application/json', 'x-request-id': 'stub' })
      .end(JSON.stringify({ requestId: 'stub', responses }))
  }

  async #answer({ id, body }: Entry, batchKey: string): Promise<Answer> {
    const key = `${batchKey} ${id}`
    const known = this.#answers.get(key)
    if (known === 'running') return problem(409, 'IDEMPOTENCY_IN_PROGRESS', {})
    if (known) {
      this.#replayed += 1
      return { ...known, headers: { ...known.headers, 'idempotency-replayed': 'true' } }
    }
    this.#answers.set(key, 'running')
    if (this.#busy.has(body.userId)) this.#overlaps += 1
    this.#busy.add(body.userId)
    const hasPlace = await this.#takeCalls(Math.ceil(body.friends.length / ITEMS_PER_CALL))
    this.#busy.delete(body.userId)
    if (!hasPlace) {
      this.#answers.delete(key)
      return problem(429, 'RATE_LIMITED', {
        'retry-after': '2',
        'ratelimit-policy': `"calls";q=${this.#perSecond};w=1`,
      })
    }
    const answer = this.#do(body)
    this.#answers.set(key, answer)
    return answer
  }

  #do({ friends }: Entry['body']): Answer {
    for (const { remark } of friends) this.#done[Number(remark.slice(1))]! += 1
    const results = friends.map(({ userId }) => ({ userId, status: 'ok' }))
    return { status: 200, headers: {}, body: { outcome: 'ok', requestId: 'stub', results } }
  }

  /** Waits for its place in the quota, as the real one does: evenly spaced. False where that takes too long. */
  async #takeCalls(calls: number): Promise<boolean> {
    const now = Date.now()
    const at = Math.max(now, this.#nextAt)
    if (at - now > MOST_WAIT_MS) return false
    this.#nextAt = at + (calls * 1000) / this.#perSecond
    if (this.#calls === 0) this.#firstAt = now
    this.#calls += calls
    if (this.#calls >= this.#awaited.calls) this.#awaited.reached()
    await new Promise((resolve) => setTimeout(resolve, at - now + LATENCY_MS))
    this.#lastAt = Date.now()
    return true
  }
}

const problem = (status: number, code: string, headers: Readonly<Record<string, string>>): Answer => ({
  status,
  headers,
  body: { code, status, detail: code, retryable: true, requestId: 'stub' },
})
