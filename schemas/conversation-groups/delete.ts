import { itemsAnswer, someText } from '../answer-parts.ts'
import { groupName } from '../conversation.ts'
import { actor, repeated } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'names'],
  properties: {
    ...actor,
    names: { type: 'array', minItems: 1, maxItems: 20, uniqueBy: '', items: groupName },
    repeated,
  },
} as const

export const answer = itemsAnswer({}, { as: { name: someText } })
