/**
 * The pieces that request schemas are made of. `bytes: [min, max]` counts UTF-8 bytes and refuses
 * half surrogate pairs and NUL; limits from https://trtc.io/document/33521 and https://trtc.io/document/34381.
 */
export const app = { type: 'string', format: 'app-name' } as const

export const userId = { type: 'string', bytes: [1, 32] } as const

/**
 * U+FFFD stands where somebody on the way could not read a character. What would be written for good is refused with one in it; what
 * is read or taken away may hold one, or nobody could clear up.
 */
export const written = { intact: true } as const

/** Of an account that will be remembered: a friend to come, one to block. */
export const newUserId = { ...userId, ...written } as const

/** Of the account at the other end of a one-to-one chat. */
export const peerId = userId

/** By which Chat calls a one-to-one message. */
export const messageKey = { type: 'string', bytes: [1, 128] } as const

/** Members of every body: which app, and the account acted for. */
export const actor = { app, userId } as const

/** Says that an earlier request for the same may have taken effect. */
export const repeated = { type: 'boolean' } as const

/** Whether the other side is meant as well. */
export const mutual = { type: 'boolean' } as const

export const cursor = { type: 'string', bytes: [1, 600] } as const

/** So many objects at most, each about another of what they are told apart by. */
export const eachAbout = <
  const By extends string | readonly string[],
  const Most extends number,
  const P,
  const R extends readonly string[],
  const More extends object,
>(
  uniqueBy: By,
  maxItems: Most,
  properties: P,
  required: R,
  more: More,
) =>
  ({
    type: 'array',
    minItems: 1,
    maxItems,
    uniqueBy,
    items: { type: 'object', additionalProperties: false, required, properties, ...more },
  }) as const

/** Up to 10,000 objects, each about another `userId`. */
export const manyOf = <const P, const R extends readonly string[], const More extends object>(
  properties: P,
  required: R,
  more: More,
) => eachAbout('userId', 10_000, properties, required, more)

/** Of an account's own, page by page. */
export const onePage = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, cursor },
} as const

/** Where what is done can't be undone: only who writes the operation's own name means it. */
export const confirm = <const Name extends string>(operation: Name) => ({ type: 'string', const: operation }) as const

/** UserIDs that are the items themselves. */
export const userIds = { type: 'array', minItems: 1, maxItems: 10_000, uniqueBy: '', items: userId } as const

/** Accounts at the other ends, which are the items themselves. */
export const peerIds = userIds

/** The same of accounts that will be remembered. */
export const newUserIds = { ...userIds, items: newUserId } as const

export const remark = { type: 'string', bytes: [0, 96], ...written } as const

export const wording = { type: 'string', bytes: [0, 256], ...written } as const

const profileText = { type: 'string', bytes: [0, 500], ...written } as const

/** Of the profile of an account or a bot. Empty clears. */
export const nick = profileText
export const avatarUrl = profileText
export const signature = profileText

/** What Chat counts in 32 bits without a sign. */
export const uint32 = { type: 'integer', minimum: 0, maximum: 4_294_967_295 } as const

/** How long something holds: so many seconds, without an end, or no longer. Chat's number for ever is none of the seconds. */
export const lasts = {
  type: 'object',
  additionalProperties: false,
  exactlyOneOf: ['seconds', 'forever', 'lift'],
  properties: {
    seconds: { ...uint32, minimum: 1, maximum: uint32.maximum - 1 },
    forever: { const: true },
    lift: { const: true },
  },
} as const

/** Of a bot: its UserID says that it is one. */
export const botId = { ...userId, format: 'bot-id' } as const

/** Of a bot that will be remembered. */
export const newBotId = { ...botId, ...written } as const

/** Where a friend was met, without Chat's prefix. */
export const source = { type: 'string', format: 'source-name' } as const

/** RFC 3339 in UTC to the second, from 1970 on. */
export const time = { type: 'string', utcTime: true } as const

/** The same where Chat counts the seconds in 32 bits: a later one would go up as another time. */
export const uint32Time = { ...time, latest: '2106-02-07T06:28:15Z' } as const

const listName = { type: 'string', bytes: [1, 30] } as const

/** Of a list that a friend is put into. */
export const newListName = { ...listName, ...written } as const

/** Names of friend lists; an account holds at most 32. Empty clears. */
export const lists = { type: 'array', maxItems: 32, uniqueBy: '', items: newListName } as const

/** The same where naming none would mean nothing. */
export const someLists = { ...lists, minItems: 1 } as const

/** Names of lists that are there already. */
export const existingLists = { ...someLists, items: listName } as const

/** Custom friend fields by bare name. Whether an integer is right depends on the app, so the operation checks that. */
export const custom = {
  type: 'object',
  minProperties: 1,
  propertyNames: { type: 'string', format: 'custom-field-name' },
  additionalProperties: {
    type: ['string', 'integer'],
    bytes: [0, 500],
    ...written,
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  },
} as const
