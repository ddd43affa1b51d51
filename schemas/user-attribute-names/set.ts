import { plainAnswer } from '../answer-parts.ts'
import { app } from '../fragments.ts'
import { newAttributeNames } from '../user-traits.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['names'],
  properties: { app, names: newAttributeNames },
} as const

export const answer = plainAnswer({}, [])
