import { itemsAnswer } from '../answer-parts.ts'
import { conversationsOf, groupName, namedConversation } from '../conversation.ts'
import { actor, repeated, written } from '../fragments.ts'

const changes = conversationsOf(1000, { action: { type: 'string', enum: ['add', 'remove'] } }, ['action'], {})

/** One call either renames a group or changes what is in it. */
export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'name'],
  properties: {
    ...actor,
    name: groupName,
    newName: { ...groupName, ...written },
    conversations: changes,
    repeated,
  },
  exactlyOneOf: ['newName', 'conversations'],
} as const

export const answer = itemsAnswer({}, { as: namedConversation, instead: {} })
