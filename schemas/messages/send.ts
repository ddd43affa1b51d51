import { plainAnswer, someText, unreadable, utcTime } from '../answer-parts.ts'
import { elements } from '../elements.ts'
import { actor, peerId } from '../fragments.ts'
import { clientMessageId, messageOptions, recipientOptions, singleOptions } from '../sends.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['peerId', 'elements'],
  properties: { ...actor, peerId, elements, clientMessageId, ...messageOptions, ...singleOptions, ...recipientOptions },
} as const

export const answer = plainAnswer({ clientMessageId: someText, messageKey: someText, sentAt: utcTime, unreadable }, [
  'clientMessageId',
])
