import { plainAnswer } from '../answer-parts.ts'
import { actor, peerId, time } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'peerId'],
  properties: { ...actor, peerId, until: time },
} as const

export const answer = plainAnswer({}, [])
