import type { FromSchema } from 'json-schema-to-ts'
import { actor, repeated, someLists, userIds } from '../fragments.ts'

export const addFriendLists = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'lists'],
  properties: { ...actor, lists: someLists, friendIds: userIds, repeated },
} as const

export type AddFriendLists = FromSchema<typeof addFriendLists>
