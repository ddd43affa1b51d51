import type { FromSchema } from 'json-schema-to-ts'
import { actor, newUserIds, repeated } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'userIds'],
  properties: { ...actor, userIds: newUserIds, repeated },
} as const

export type AddToBlocklist = FromSchema<typeof body>
