import type { FromSchema } from 'json-schema-to-ts'
import { actor, cursor } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, cursor, limit: { type: 'integer', minimum: 1, maximum: 1000 } },
} as const

export type ListBlocklist = FromSchema<typeof body>
