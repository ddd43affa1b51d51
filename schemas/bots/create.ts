import { plainAnswer } from '../answer-parts.ts'
import { app, avatarUrl, newBotId, nick, signature } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { app, userId: newBotId, nick, avatarUrl, signature },
} as const

export const answer = plainAnswer({}, [])
