import { count, itemsAnswer } from '../answer-parts.ts'
import { conversations, groupName, namedConversation } from '../conversation.ts'
import { actor, written } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'name', 'conversations'],
  properties: { ...actor, name: { ...groupName, ...written }, conversations: conversations(1000) },
} as const

export const answer = itemsAnswer({}, { as: namedConversation, perhaps: { conversationGroupId: count } })
