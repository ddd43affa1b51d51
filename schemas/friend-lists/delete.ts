import { plainAnswer } from '../answer-parts.ts'
import { actor, existingLists, repeated } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'lists'],
  properties: { ...actor, lists: existingLists, repeated },
} as const

export const answer = plainAnswer({}, [])
