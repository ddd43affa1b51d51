import { itemsAnswer } from '../answer-parts.ts'
import { actor, custom, manyOf, newUserId, remark, repeated, someLists, source, time, wording } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friends'],
  properties: {
    ...actor,
    friends: manyOf(
      { userId: newUserId, source, remark, remarkedAt: time, lists: someLists, wording, addedAt: time, custom },
      ['userId', 'source'],
      {},
    ),
    repeated,
  },
} as const

export const answer = itemsAnswer({})
