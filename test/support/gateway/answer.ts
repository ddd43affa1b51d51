/** What the contract says an answer may hold; which members are there depends on the case. */
export interface Upstream {
  readonly code?: number
  readonly info?: string
  readonly display?: string
  readonly httpStatus?: number
}
export interface ItemError {
  readonly code: string
  readonly subject?: string
  readonly message?: string
  readonly retryable: boolean
  readonly upstream?: Upstream
}
export interface ItemResult {
  readonly userId: string
  readonly status: 'ok' | 'failed' | 'unknown'
  readonly error?: ItemError
}
export interface FriendChange {
  readonly userId: string
  readonly remark?: string
  readonly lists?: readonly string[]
  readonly custom?: Readonly<Record<string, unknown>>
}
export interface UpdateRequest {
  readonly app?: string
  readonly userId: string
  readonly friends: readonly FriendChange[]
}
export interface AnswerBody {
  readonly outcome?: string
  readonly requestId?: string
  readonly counts?: { readonly ok: number; readonly failed: number; readonly unknown: number }
  readonly results?: readonly ItemResult[]
  readonly retry?: UpdateRequest
  readonly omitted?: readonly string[]
  readonly type?: string
  readonly title?: string
  readonly status?: number
  readonly detail?: string
  readonly code?: string
  readonly subject?: string
  readonly retryable?: boolean
  readonly upstream?: Upstream
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[]
  readonly responses?: readonly EntryResponse[]
}
export interface EntryResponse {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AnswerBody
}
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly json: AnswerBody
}

interface Raw {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string | number | boolean>>
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

const parsed = (text: string): AnswerBody => {
  try {
    return JSON.parse(text) as AnswerBody
  } catch {
    return {}
  }
}

/** Reads what the handler returned as an HTTP client would see it. */
export function readAnswer(returned: unknown): Answer {
  const raw = returned as Raw
  const text = raw.isBase64Encoded ? Buffer.from(raw.body ?? '', 'base64').toString('utf8') : (raw.body ?? '')
  const headers = Object.entries(raw.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)])
  return { status: raw.statusCode, headers: Object.fromEntries(headers), text, json: parsed(text) }
}

/** `id status CODE` a line: what a verdict comes down to. */
export const verdicts = (body: AnswerBody) =>
  (body.results ?? []).map((item) => [item.userId, item.status, item.error?.code].filter(Boolean).join(' '))

/** The internal code of each item, `ok` where there is none. */
export const codesOf = (body: AnswerBody) => (body.results ?? []).map((item) => item.error?.code ?? 'ok')

/** A change of these friends' remarks. */
export const updateOf = (userId: string, friends: readonly string[]): UpdateRequest => ({
  userId,
  friends: friends.map((friend) => ({ userId: friend, remark: `remark of ${friend}`.slice(0, 40) })),
})

export const numbered = (count: number, prefix = 'f') => Array.from({ length: count }, (_, i) => `${prefix}${i}`)
