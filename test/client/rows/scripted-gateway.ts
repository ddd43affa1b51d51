import type { Exchange, GatewayReply, GatewayRequest } from '../../../client/src/transport/messages.ts'

type Members = Record<string, unknown>

export interface Asked {
  readonly id: string
  readonly operation: string
  readonly body: Members
}

export interface Told {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body: Members
}

/** What an operation's items stand in, for the operations that these tests send. */
const lists = ['friends', 'friendIds', 'userIds', 'accounts', 'users']

const itemsOf = (body: Members): readonly unknown[] | undefined => {
  const name = lists.find((list) => Array.isArray(body[list]))
  return name === undefined ? undefined : (body[name] as readonly unknown[])
}

const idOf = (item: unknown): unknown => (typeof item === 'object' ? (item as Members | null)?.userId : item)

/** All is done: an answer as the gateway gives it. */
export function done({ body }: Asked): Told {
  const results = itemsOf(body)?.map((item) => ({ userId: idOf(item), status: 'ok' }))
  return { status: 200, body: { outcome: 'ok', requestId: 'r-1', ...(results && { results }) } }
}

/** Some items failed: `codes` by their ids. What may be repeated is retryable. */
export function doneBut(
  asked: Asked,
  codes: Readonly<Record<string, string>>,
  retryable: readonly string[] = [],
): Told {
  const results = (itemsOf(asked.body) ?? []).map((item) => {
    const userId = String(idOf(item))
    const code = codes[userId]
    if (code === undefined) return { userId, status: 'ok' }
    return {
      userId,
      status: 'failed',
      error: { code, message: `${code} of ${userId}`, retryable: retryable.includes(code) },
    }
  })
  const isNone = results.every(({ status }) => status === 'failed')
  const first = Object.values(codes)[0] ?? ''
  return isNone
    ? {
        status: 409,
        body: {
          code: first,
          detail: first,
          status: 409,
          retryable: retryable.includes(first),
          requestId: 'r-1',
          results,
        },
      }
    : { status: 207, body: { outcome: 'partial', requestId: 'r-1', results } }
}

export const problem = (
  status: number,
  code: string,
  more: Members = {},
  headers: Record<string, string> = {},
): Told => ({
  status,
  headers,
  body: { code, status, detail: `${code} it is.`, retryable: false, requestId: 'r-1', ...more },
})

/** A gateway in this process that answers as a test says, and keeps answers by their keys as the real one does. */
export class ScriptedGateway {
  /** Every batch, as it was sent. */
  readonly batches: Asked[][] = []
  /** What was answered anew, in order. */
  readonly worked: Asked[] = []
  readonly keys = new Set<string | undefined>()
  /** Accounts of which two requests were under way at once. */
  readonly overlaps: string[] = []
  answer: (asked: Asked, nth: number) => Told | Promise<Told> = (asked) => done(asked)
  /** In place of an answer to the whole batch. */
  beforeBatch: (nth: number, request: GatewayRequest) => GatewayReply | undefined | Promise<GatewayReply | undefined> =
    () => undefined
  readonly #kept = new Map<string, Told>()
  readonly #busy = new Set<string>()

  readonly exchange: Exchange = async (request) => {
    const { requests } = request.body as { readonly requests: Asked[] }
    this.batches.push(requests)
    this.keys.add(request.idempotencyKey)
    const instead = await this.beforeBatch(this.batches.length, request)
    if (instead) return instead
    const responses = await Promise.all(requests.map((asked) => this.#respond(asked, request.idempotencyKey)))
    return { status: 207, headers: {}, body: { requestId: 'b-1', responses }, requestId: 'b-1' }
  }

  /** Bodies that were worked off, by their accounts. */
  bodies(): readonly Members[] {
    return this.worked.map(({ body }) => body)
  }

  async #respond(asked: Asked, key: string | undefined): Promise<object> {
    const name = `${key} ${asked.id}`
    const kept = key === undefined ? undefined : this.#kept.get(name)
    if (kept) return { id: asked.id, ...kept, headers: { ...kept.headers, 'idempotency-replayed': 'true' } }
    const { userId } = asked.body
    if (typeof userId === 'string' && this.#busy.has(userId)) this.overlaps.push(userId)
    if (typeof userId === 'string') this.#busy.add(userId)
    this.worked.push(asked)
    const told = await this.answer(asked, this.worked.length)
    if (typeof userId === 'string') this.#busy.delete(userId)
    const isDone = told.status < 400 || told.body.outcome === 'unknown'
    if (key !== undefined && isDone) this.#kept.set(name, told)
    return { id: asked.id, headers: {}, ...told }
  }
}
