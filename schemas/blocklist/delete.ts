import { itemsAnswer } from '../answer-parts.ts'
import { actor, repeated, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'userIds'],
  properties: { ...actor, userIds, repeated },
} as const

export const answer = itemsAnswer({})
