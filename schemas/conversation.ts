/** A conversation of one account: with another account, or in a group. Which of the two decides as much as the id does. */
import { someText, unreadable, utcTime } from './answer-parts.ts'
import { eachAbout, userId } from './fragments.ts'

export const groupId = { type: 'string', bytes: [1, 48], format: 'group-id' } as const

const peerId = userId

/** Who the other side is; exactly one of them stands in a conversation. */
export const otherSides = ['peerId', 'groupId'] as const

export const otherSide = { peerId, groupId } as const

/** Conversations, none twice, and what is said of each. */
export const conversationsOf = <
  const Most extends number,
  const P extends object,
  const R extends readonly string[],
  const More extends object,
>(
  most: Most,
  properties: P,
  required: R,
  more: More,
) => eachAbout(otherSides, most, { ...otherSide, ...properties }, required, { exactlyOneOf: otherSides, ...more })

/** The same where nothing but the conversations is said. */
export const conversations = <const Most extends number>(most: Most) => conversationsOf(most, {}, [], {})

/** Of a conversation group, or its new one. */
export const groupName = { type: 'string', bytes: [1, 32] } as const

/** What names a conversation in an answer: the one or the other stands there. */
export const namedConversation = { peerId: someText, groupId: someText } as const

/** What an account has noted of a conversation. */
export const marks = {
  type: 'object',
  additionalProperties: false,
  properties: {
    bits: { type: 'string' },
    custom: { type: 'string' },
    groups: { type: 'array', items: { type: 'string' } },
    changedAt: utcTime,
    unreadable,
  },
} as const
