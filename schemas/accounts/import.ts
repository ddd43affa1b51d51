import { itemsAnswer } from '../answer-parts.ts'
import { app, avatarUrl, manyOf, newUserId, nick } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['accounts'],
  properties: { app, accounts: manyOf({ userId: newUserId, nick, avatarUrl }, ['userId'], {}) },
} as const

export const answer = itemsAnswer({})
