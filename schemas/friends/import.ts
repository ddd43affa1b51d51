import type { FromSchema } from 'json-schema-to-ts'
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

export type ImportFriends = FromSchema<typeof body>
export type FriendToImport = ImportFriends['friends'][number]
