import { listOf, pageAnswer, someText, unreadable, utcTime } from '../answer-parts.ts'
import { actor, cursor } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, cursor, limit: { type: 'integer', minimum: 1, maximum: 1000 } },
} as const

export const answer = pageAnswer(
  { blocked: listOf({ userId: someText, blockedAt: utcTime, unreadable }, ['userId']) },
  ['blocked'],
)
