import { itemsAnswer } from '../answer-parts.ts'
import { actor, newUserIds, repeated, someLists } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'lists'],
  properties: { ...actor, lists: someLists, friendIds: newUserIds, repeated },
} as const

export const answer = itemsAnswer({})
