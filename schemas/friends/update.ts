import type { FromSchema } from 'json-schema-to-ts'
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

export type UpdateFriends = FromSchema<typeof body>
export type FriendUpdate = UpdateFriends['friends'][number]
