import { itemsAnswer, texts } from '../answer-parts.ts'
import { app, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userIds'],
  properties: { app, userIds },
} as const

/** Values by the attributes' names. */
export const answer = itemsAnswer({ attributes: texts })
