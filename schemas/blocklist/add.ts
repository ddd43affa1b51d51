import { itemsAnswer } from '../answer-parts.ts'
import { actor, newUserIds, repeated } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'userIds'],
  properties: { ...actor, userIds: newUserIds, repeated },
} as const

export const answer = itemsAnswer({})
