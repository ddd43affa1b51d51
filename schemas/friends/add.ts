import type { FromSchema } from 'json-schema-to-ts'
import { actor, listName, manyOf, mutual, remark, repeated, source, userId, wording } from '../fragments.ts'

export const addFriends = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friends'],
  properties: {
    ...actor,
    friends: manyOf({ userId, source, remark, list: listName, wording }, ['userId', 'source'], {}),
    mutual,
    force: { type: 'boolean' },
    repeated,
  },
} as const

export type AddFriends = FromSchema<typeof addFriends>
export type FriendToAdd = AddFriends['friends'][number]
