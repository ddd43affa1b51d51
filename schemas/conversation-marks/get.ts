import { itemsAnswer } from '../answer-parts.ts'
import { conversations, marks, namedConversation } from '../conversation.ts'
import { actor } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'conversations'],
  properties: { ...actor, conversations: conversations(10_000) },
} as const

export const answer = itemsAnswer({ marks }, { as: namedConversation })
