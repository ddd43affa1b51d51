import type { FromSchema } from 'json-schema-to-ts'
import { actor, someLists } from '../fragments.ts'

export const getFriendLists = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, lists: someLists, withFriends: { type: 'boolean' } },
} as const

export type GetFriendLists = FromSchema<typeof getFriendLists>
