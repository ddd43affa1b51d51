import { itemsAnswer } from '../answer-parts.ts'
import { app, confirm, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userIds', 'confirm'],
  properties: { app, userIds, confirm: confirm('user-tags.delete-all') },
} as const

export const answer = itemsAnswer({})
