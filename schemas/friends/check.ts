import { itemsAnswer, relation } from '../answer-parts.ts'
import { actor, mutual, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friendIds'],
  properties: { ...actor, friendIds: userIds, mutual },
} as const

export const answer = itemsAnswer({ relation })
