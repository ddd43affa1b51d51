import { itemsAnswer, someText, unreadable } from '../answer-parts.ts'
import { elements } from '../elements.ts'
import { actor, peerIds } from '../fragments.ts'
import { clientMessageId, messageOptions, recipientOptions } from '../sends.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['peerIds', 'elements'],
  properties: { ...actor, peerIds, elements, clientMessageId, ...messageOptions, ...recipientOptions },
} as const

export const answer = itemsAnswer(
  { messageKey: someText, unreadable },
  { as: { peerId: someText }, beside: { clientMessageId: someText } },
)
