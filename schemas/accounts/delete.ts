import { itemsAnswer } from '../answer-parts.ts'
import { app, confirm, repeated, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userIds', 'confirm'],
  properties: { app, userIds, confirm: confirm('accounts.delete'), repeated },
} as const

export const answer = itemsAnswer({})
