import { plainAnswer } from '../answer-parts.ts'
import { app, avatarUrl, newUserId, nick } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { app, userId: newUserId, nick, avatarUrl },
} as const

export const answer = plainAnswer({}, [])
