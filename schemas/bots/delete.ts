import { plainAnswer } from '../answer-parts.ts'
import { app, botId } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { app, userId: botId },
} as const

export const answer = plainAnswer({}, [])
