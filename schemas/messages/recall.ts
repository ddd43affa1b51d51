import { plainAnswer } from '../answer-parts.ts'
import { actor, messageKey, peerId, repeated } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'peerId', 'messageKey'],
  properties: { ...actor, peerId, messageKey, repeated },
} as const

export const answer = plainAnswer({}, [])
