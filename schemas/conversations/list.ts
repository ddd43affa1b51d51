import { listOf, pageAnswer, unreadable, utcTime } from '../answer-parts.ts'
import { namedConversation } from '../conversation.ts'
import { actor, cursor } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, withPinned: { type: 'boolean' }, withEmpty: { type: 'boolean' }, cursor },
} as const

const conversations = listOf(
  { ...namedConversation, lastMessageAt: utcTime, pinned: { type: 'boolean' }, unreadable },
  ['pinned'],
)

export const answer = pageAnswer({ conversations }, ['conversations'])
