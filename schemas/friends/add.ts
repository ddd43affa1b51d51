import type { FromSchema } from 'json-schema-to-ts'
import { actor, listName, mutual, remark, repeated, source, userId, wording } from '../fragments.ts'

export const addFriends = {
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
        required: ['userId', 'source'],
        properties: { userId, source, remark, list: listName, wording },
      },
    },
    mutual,
    force: { type: 'boolean' },
    repeated,
  },
} as const

export type AddFriends = FromSchema<typeof addFriends>
export type FriendToAdd = AddFriends['friends'][number]
