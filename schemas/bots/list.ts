import { plainAnswer, someText } from '../answer-parts.ts'
import { app } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  properties: { app },
} as const

export const answer = plainAnswer({ userIds: { type: 'array', items: someText } }, ['userIds'])
