import type { FromSchema } from 'json-schema-to-ts'
import { actor, repeated, someLists } from '../fragments.ts'

export const deleteFriendLists = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'lists'],
  properties: { ...actor, lists: someLists, repeated },
} as const

export type DeleteFriendLists = FromSchema<typeof deleteFriendLists>
