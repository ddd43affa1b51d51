import type { FromSchema } from 'json-schema-to-ts'

/** A whole batch: only what lets no entry be answered is refused here; the rest is the entry's own verdict. */
export const batch = {
  type: 'object',
  additionalProperties: false,
  required: ['requests'],
  properties: {
    requests: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      uniqueBy: 'id',
      items: { type: 'object', required: ['id'], properties: { id: { type: 'string', bytes: [1, 128] } } },
    },
  },
} as const

export const batchEntry = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'operation', 'body'],
  properties: { id: { type: 'string' }, operation: { type: 'string' }, body: {} },
} as const

export type Batch = FromSchema<typeof batch>
export type BatchEntry = FromSchema<typeof batchEntry>
