import { plainAnswer } from '../answer-parts.ts'
import { actor, peerId, uint32Time } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'peerId'],
  properties: { ...actor, peerId, until: uint32Time },
} as const

export const answer = plainAnswer({}, [])
