import type { FromSchema } from 'json-schema-to-ts'
import { app, custom, lists, remark, userId } from '../fragments.ts'

export const updateFriends = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friends'],
  properties: {
    app,
    userId,
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
