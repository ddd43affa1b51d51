import type { FromSchema } from 'json-schema-to-ts'
import { actor, custom, lists, manyOf, remark, userId } from '../fragments.ts'

export const updateFriends = {
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

export type UpdateFriends = FromSchema<typeof updateFriends>
export type FriendUpdate = UpdateFriends['friends'][number]
