import { count, listOf, pageAnswer, someText } from '../answer-parts.ts'
import { marks, namedConversation } from '../conversation.ts'
import { actor, cursor } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, cursor },
} as const

const conversations = listOf({ ...namedConversation, marks }, ['marks'])
const groups = listOf({ name: someText, conversationGroupId: count }, ['name', 'conversationGroupId'])

export const answer = pageAnswer({ conversations, groups }, ['conversations', 'groups'])
