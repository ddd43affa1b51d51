import { itemsAnswer } from '../answer-parts.ts'
import { actor, manyOf, mutual, newListName, newUserId, remark, repeated, source, wording } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friends'],
  properties: {
    ...actor,
    friends: manyOf({ userId: newUserId, source, remark, list: newListName, wording }, ['userId', 'source'], {}),
    mutual,
    force: { type: 'boolean' },
    repeated,
  },
} as const

export const answer = itemsAnswer({}, { mayPend: true })
