import { itemsAnswer } from '../answer-parts.ts'
import { actor, custom, lists, manyOf, remark, userId } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friends'],
  properties: {
    ...actor,
    friends: manyOf({ userId, remark, lists, custom }, ['userId'], {
      changesOneOf: ['remark', 'lists', 'custom'],
    }),
  },
} as const

export const answer = itemsAnswer({})
