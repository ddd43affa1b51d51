import { itemsAnswer } from '../answer-parts.ts'
import { app, manyOf, userId } from '../fragments.ts'
import { newAttributes } from '../user-traits.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['users'],
  properties: {
    app,
    users: manyOf({ userId, attributes: newAttributes }, ['userId', 'attributes'], {}),
  },
} as const

export const answer = itemsAnswer({})
