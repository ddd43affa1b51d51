/** The pieces that answer schemas are made of: closed shapes, so that a member nobody promised is noticed. */

export const closed = <const P extends object, const R extends readonly (keyof P & string)[]>(
  properties: P,
  required: R,
) => ({ type: 'object', additionalProperties: false, required, properties }) as const

export const count = { type: 'integer', minimum: 0 } as const
export const code = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{2,62}$' } as const
export const someText = { type: 'string', minLength: 1 } as const
/** Texts by names of the app's own. */
export const texts = { type: 'object', additionalProperties: { type: 'string' } } as const
/** One of these words; Chat's own is answered as it came where it means none of them. */
export const keyword = (...words: readonly string[]) =>
  ({
    type: 'string',
    description: [...words.map((word) => `\`${word}\``), 'Chat’s own word where it is another'].join(' or '),
  }) as const

/** RFC 3339 in UTC, to the second. */
export const utcTime = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' } as const

/** What an answer left out since it would have been too large. */
export const omitted = { type: 'array', minItems: 1, items: someText } as const

/** What Chat said, or with which HTTP status something on the way answered in its place. */
export const upstream = {
  type: 'object',
  oneOf: [
    closed({ code: { type: 'integer' }, info: { type: 'string' }, display: { type: 'string' } }, ['code', 'info']),
    closed({ httpStatus: { type: 'integer', minimum: 100, maximum: 999 } }, ['httpStatus']),
  ],
} as const

/** Beside `ACCOUNT_NOT_FOUND`: which account is missing, the one acted for or the item's. */
export const subject = { type: 'string', enum: ['account', 'item'] } as const

/** `message` and `upstream` are what a very large answer leaves out. */
export const itemError = closed({ code, subject, message: someText, retryable: { type: 'boolean' }, upstream }, [
  'code',
  'retryable',
])

export const counts = closed({ ok: count, failed: count, unknown: count, pending: count }, ['ok', 'failed', 'unknown'])

/** `retry` is a body of the operation, which has a schema of its own. */
export const retry = { type: 'object' } as const

const head = { outcome: { type: 'string', enum: ['ok', 'partial'] }, requestId: someText } as const

const userIdOnly = { userId: someText } as const

interface ItemsForm {
  /** What names an item in its result. */
  readonly as?: object
  /** Whether an item may end as `pending`. */
  readonly mayPend?: boolean
  /** What is answered beside the results, whatever became of the items. */
  readonly beside?: object
  /** What may be answered there. */
  readonly perhaps?: object
  /** What is answered in the place of the results, where the body may leave its items out. */
  readonly instead?: object
}

/**
 * The answer 200 or 207 of an operation with items: one result per item.
 * @param ok what an item that is ok answers beside its status; a very large answer leaves it out
 */
export function itemsAnswer<const Ok extends object>(
  ok: Ok,
  { as = userIdOnly, mayPend = false, beside = {}, perhaps = {}, instead }: ItemsForm = {},
) {
  const names = Object.keys(as)
  const resultOf = (statuses: readonly string[], more: object, required: readonly string[]) => ({
    type: 'object' as const,
    additionalProperties: false as const,
    // Where an item is named by one of several members, none of them has to stand.
    required: [...(names.length === 1 ? names : []), 'status', ...required],
    properties: {
      ...as,
      status: { type: 'string' as const, enum: statuses },
      superseded: { type: 'boolean' as const, const: true as const },
      ...more,
    },
  })
  const forms = [
    resultOf(['ok'], ok, []),
    ...(mayPend ? [resultOf(['pending'], {}, [])] : []),
    resultOf(['failed', 'unknown'], { error: itemError }, ['error']),
  ]
  const results = { type: 'array' as const, items: { type: 'object' as const, oneOf: forms } }
  const told = instead ? [] : ['counts', 'results']
  const always: readonly string[] = ['outcome', 'requestId', ...Object.keys(beside), ...told]
  const more = { ...beside, ...perhaps, ...instead }
  const properties: Readonly<Record<string, object>> = { ...head, ...more, counts, results, retry, omitted }
  return closed(properties, always)
}

/** The answer 200 of an operation that does, or reads, one thing. */
export const plainAnswer = <const P extends object, const R extends readonly (keyof P & string)[]>(
  properties: P,
  required: R,
) => closed({ ...head, ...properties }, ['outcome', 'requestId', ...required])

/** The answer 200 of one page; `cursor` stands there where another follows. */
export const pageAnswer = <const P extends object, const R extends readonly (keyof P & string)[]>(
  properties: P,
  required: R,
) => plainAnswer({ ...properties, cursor: someText }, required)

export const listOf = <const P extends object, const R extends readonly (keyof P & string)[]>(
  properties: P,
  required: R,
) => ({ type: 'array', items: closed(properties, required) }) as const

export const relation = { type: 'string', enum: ['mutual', 'outgoing', 'incoming', 'none'] } as const

/** What could not be read of a friend, an entry or a page, by the names it would have here (those of a friend as `fields` takes them). */
export const unreadable = { type: 'array', minItems: 1, uniqueItems: true, items: someText } as const

/** Custom and profile fields are the app's own, so their names are open. */
export const friend = closed(
  {
    userId: someText,
    remark: { type: 'string' },
    remarkedAt: utcTime,
    lists: { type: 'array', items: { type: 'string' } },
    source: { type: 'string' },
    wording: { type: 'string' },
    addedAt: utcTime,
    custom: { type: 'object' },
    profile: { type: 'object' },
    unreadable,
  },
  ['userId'],
)
