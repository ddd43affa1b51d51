import type { FromSchema } from 'json-schema-to-ts'
import { actor, existingLists } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, lists: existingLists, withFriends: { type: 'boolean' } },
} as const

export type GetFriendLists = FromSchema<typeof body>
