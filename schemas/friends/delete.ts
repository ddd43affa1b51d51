import { itemsAnswer } from '../answer-parts.ts'
import { actor, mutual, repeated, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friendIds', 'mutual'],
  properties: { ...actor, friendIds: userIds, mutual, repeated },
} as const

export const answer = itemsAnswer({})
