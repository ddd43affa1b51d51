import { itemsAnswer } from '../answer-parts.ts'
import { app, manyOf, userId } from '../fragments.ts'
import { newTags } from '../user-traits.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['users'],
  properties: { app, users: manyOf({ userId, tags: newTags }, ['userId', 'tags'], {}) },
} as const

export const answer = itemsAnswer({})
