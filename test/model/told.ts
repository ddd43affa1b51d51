import { MADE } from './accounts.ts'
import type { Rules } from './operations.ts'
import type { AccountWords, Body, FriendWords, Request, Told } from './words.ts'

export type Item = string | FriendWords | AccountWords

/** What is known of one item, or of a whole call. */
export interface Verdict {
  readonly status: 'ok' | 'pending' | 'failed' | 'unknown'
  readonly code?: string
  /** Whose absence it is about, where an account is missing. */
  readonly subject?: 'account' | 'item'
  /** A fault that a repeat may get past. */
  readonly mayPass?: true
  readonly adds?: object
}

/** The HTTP status that goes with a code where nothing is ok. */
export const statusOf: Readonly<Record<string, number>> = {
  INVALID_REQUEST: 400,
  UNKNOWN_APP: 404,
  ACCOUNT_NOT_FOUND: 404,
  APP_MISMATCH: 502,
  NOT_A_FRIEND: 409,
  ALREADY_FRIEND: 409,
  ALREADY_BLOCKED: 409,
  NOT_BLOCKED: 409,
  PEER_BLOCKED: 409,
  BLOCKED_BY_PEER: 409,
  ADD_DENIED: 409,
  FRIEND_LIMIT: 409,
  PEER_FRIEND_LIMIT: 409,
  FRIEND_LIST_LIMIT: 409,
  PENDING_LIMIT: 409,
  BLOCKLIST_LIMIT: 409,
  UNEXPLAINED_FAILURE: 502,
  UPSTREAM_UNREACHABLE: 503,
  UPSTREAM_MALFORMED: 502,
  UPSTREAM_TIMEOUT: 504,
  UPSTREAM_INTERNAL: 502,
}

/** The items of a body; undefined where the operation, or this body, has none. */
export const itemsOf = ({ member }: Rules, body: Body): readonly Item[] | undefined => member && body[member]

export const idOf = (item: Item | undefined): string => (typeof item === 'object' ? item.userId : (item ?? ''))

const isRetryable = ({ isOnce, isSend }: Rules, { status, mayPass }: Verdict) =>
  status === 'unknown' ? !(isOnce || isSend) : mayPass === true

/** The id of a message, which the gateway makes up where the caller has none. */
export const madeIn = ({ isMessage }: Rules, { clientMessageId = MADE }: Body) => (isMessage ? { clientMessageId } : {})

const again = (row: Rules, body: Body, items?: object): Body => ({
  ...body,
  ...madeIn(row, body),
  ...items,
  ...(row.saysRepeated && { repeated: true }),
})

/** One entry per item, counts, the code most items share where none is ok, and what is worth repeating. */
export function itemsTold({ body }: Request, row: Rules, verdicts: readonly Verdict[]): Told {
  const items = itemsOf(row, body)!
  const results = verdicts.map((verdict, index) => {
    const { status, adds } = verdict
    const error = verdict.code === undefined ? {} : errorOf(row, verdict)
    return { [row.id ?? 'userId']: idOf(items[index]), status, ...error, ...adds }
  })
  const count = (status: string) => verdicts.filter((verdict) => verdict.status === status).length
  const good = count('ok') + count('pending')
  const worth = items.filter((_, index) => verdicts[index]!.code && isRetryable(row, verdicts[index]!))
  return {
    ...(good > 0 ? { status: good === items.length ? 200 : 207 } : problem(row, leading(verdicts))),
    outcome: good === items.length ? 'ok' : good > 0 ? 'partial' : 'failed',
    ...madeIn(row, body),
    counts: {
      ok: count('ok'),
      failed: count('failed'),
      unknown: count('unknown'),
      ...(row.mayPend && { pending: count('pending') }),
    },
    results,
    ...(worth.length > 0 && { retry: again(row, body, { [row.member!]: worth }) }),
  }
}

/** A call that did, or read, one thing, and did not get through. */
export function wholeTold({ body }: Request, row: Rules, verdict: Verdict): Told {
  const retry = isRetryable(row, verdict) ? { retry: again(row, body) } : {}
  return { ...problem(row, verdict), outcome: verdict.status, ...madeIn(row, body), ...retry }
}

function problem(row: Rules, verdict: Verdict) {
  return { status: statusOf[verdict.code ?? ''] ?? 0, ...errorOf(row, verdict) }
}

const errorOf = (row: Rules, verdict: Verdict) => ({
  code: verdict.code ?? '',
  ...(verdict.subject && { subject: verdict.subject }),
  retryable: isRetryable(row, verdict),
})

function leading(verdicts: readonly Verdict[]): Verdict {
  const share = ({ code }: Verdict) => verdicts.filter((other) => other.code === code).length
  const most = Math.max(...verdicts.map(share))
  return verdicts.find((verdict) => share(verdict) === most)!
}
