import { plainAnswer } from '../answer-parts.ts'
import { actor, lasts } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, oneToOne: lasts, group: lasts },
  changesOneOf: ['oneToOne', 'group'],
} as const

export const answer = plainAnswer({}, [])
