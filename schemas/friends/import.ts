import type { FromSchema } from 'json-schema-to-ts'
import { actor, custom, remark, repeated, someLists, source, time, userId, wording } from '../fragments.ts'

export const importFriends = {
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
        properties: {
          userId,
          source,
          remark,
          remarkedAt: time,
          lists: someLists,
          wording,
          addedAt: time,
          custom,
        },
      },
    },
    repeated,
  },
} as const

export type ImportFriends = FromSchema<typeof importFriends>
export type FriendToImport = ImportFriends['friends'][number]
