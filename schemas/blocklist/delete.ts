import type { FromSchema } from 'json-schema-to-ts'
import { actor, repeated, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'userIds'],
  properties: { ...actor, userIds, repeated },
} as const

export type DeleteFromBlocklist = FromSchema<typeof body>
