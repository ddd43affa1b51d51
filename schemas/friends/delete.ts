import type { FromSchema } from 'json-schema-to-ts'
import { actor, mutual, repeated, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friendIds', 'mutual'],
  properties: { ...actor, friendIds: userIds, mutual, repeated },
} as const

export type DeleteFriends = FromSchema<typeof body>
