import { plainAnswer } from '../answer-parts.ts'
import { actor, mutual, repeated } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'mutual'],
  properties: { ...actor, mutual, repeated },
} as const

export const answer = plainAnswer({}, [])
