import type { FromSchema } from 'json-schema-to-ts'
import { actor, existingLists, repeated } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'lists'],
  properties: { ...actor, lists: existingLists, repeated },
} as const

export type DeleteFriendLists = FromSchema<typeof body>
