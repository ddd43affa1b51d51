import type { FromSchema } from 'json-schema-to-ts'
import { actor, cursor } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, cursor },
} as const

export type ListFriends = FromSchema<typeof body>
