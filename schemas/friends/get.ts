import { friend, itemsAnswer } from '../answer-parts.ts'
import { actor, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'friendIds'],
  properties: {
    ...actor,
    friendIds: userIds,
    fields: { type: 'array', minItems: 1, maxItems: 100, items: { type: 'string', format: 'field-name' } },
  },
} as const

export const answer = itemsAnswer({ friend })
