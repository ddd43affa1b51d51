import { itemsAnswer } from '../answer-parts.ts'
import { conversationsOf, namedConversation } from '../conversation.ts'
import { actor, written } from '../fragments.ts'

/** The marks that Chat gives a meaning, by their words, and the app's own by their numbers. */
const someMarks = {
  type: 'array',
  minItems: 1,
  maxItems: 36,
  uniqueBy: '',
  items: {
    type: ['string', 'integer'],
    format: 'mark-word',
    minimum: 32,
    maximum: 63,
    description: '`favorite`, `unread`, `folded`, `hidden` or an integer from 32 to 63',
  },
} as const

const properties = {
  add: someMarks,
  remove: someMarks,
  custom: { type: 'string', bytes: [0, 256], ...written },
} as const

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'conversations'],
  properties: {
    ...actor,
    conversations: conversationsOf(10_000, properties, [], { changesOneOf: ['add', 'remove', 'custom'] }),
  },
} as const

export const answer = itemsAnswer({}, { as: namedConversation })
