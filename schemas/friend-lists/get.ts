import { count, listOf, plainAnswer, someText, unreadable } from '../answer-parts.ts'
import { actor, existingLists } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, lists: existingLists, withFriends: { type: 'boolean' } },
} as const

export const answer = plainAnswer(
  { lists: listOf({ name: someText, count, friendIds: { type: 'array', items: someText }, unreadable }, ['name']) },
  ['lists'],
)
