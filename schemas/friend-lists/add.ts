import type { FromSchema } from 'json-schema-to-ts'
import { actor, newUserIds, repeated, someLists } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'lists'],
  properties: { ...actor, lists: someLists, friendIds: newUserIds, repeated },
} as const

export type AddFriendLists = FromSchema<typeof body>
