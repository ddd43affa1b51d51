import type { FromSchema } from 'json-schema-to-ts'
import { actor, custom, lists, remark, userId } from '../fragments.ts'

export const updateFriends = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friends'],
  properties: {
    ...actor,
    friends: {
      type: 'array',
      minItems: 1,
      maxItems: 10_000,
      uniqueBy: 'userId',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['userId'],
        properties: { userId, remark, lists, custom },
        changesOneOf: ['remark', 'lists', 'custom'],
      },
    },
  },
} as const

export type UpdateFriends = FromSchema<typeof updateFriends>
export type FriendUpdate = UpdateFriends['friends'][number]
