import { itemsAnswer } from '../answer-parts.ts'
import { app, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userIds'],
  properties: { app, userIds },
} as const

export const answer = itemsAnswer({ tags: { type: 'array', items: { type: 'string' } } })
