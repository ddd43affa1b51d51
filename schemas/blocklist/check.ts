import type { FromSchema } from 'json-schema-to-ts'
import { actor, mutual, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'userIds'],
  properties: { ...actor, userIds, mutual },
} as const

export type CheckBlocklist = FromSchema<typeof body>
