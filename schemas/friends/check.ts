import type { FromSchema } from 'json-schema-to-ts'
import { actor, mutual, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friendIds'],
  properties: { ...actor, friendIds: userIds, mutual },
} as const

export type CheckFriends = FromSchema<typeof body>
