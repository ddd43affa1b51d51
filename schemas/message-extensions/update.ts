import { count, itemsAnswer, someText, unreadable } from '../answer-parts.ts'
import { action, pairs } from '../extensions.ts'
import { actor, messageKey, peerId } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['peerId', 'messageKey', 'action'],
  properties: { ...actor, peerId, messageKey, action, pairs },
} as const

export const answer = itemsAnswer({ version: count, unreadable }, { as: { key: someText } })
