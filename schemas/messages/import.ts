import { plainAnswer, someText } from '../answer-parts.ts'
import { elements } from '../elements.ts'
import { actor, peerId, uint32Time } from '../fragments.ts'
import { clientMessageId, customData } from '../sends.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'peerId', 'sentAt', 'elements', 'clientMessageId', 'live'],
  properties: {
    ...actor,
    peerId,
    sentAt: uint32Time,
    elements,
    clientMessageId,
    live: { type: 'boolean' },
    customData,
  },
} as const

export const answer = plainAnswer({ clientMessageId: someText }, ['clientMessageId'])
