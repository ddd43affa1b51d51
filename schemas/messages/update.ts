import { plainAnswer } from '../answer-parts.ts'
import { elements } from '../elements.ts'
import { actor, messageKey, peerId } from '../fragments.ts'
import { customData } from '../sends.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'peerId', 'messageKey'],
  properties: { ...actor, peerId, messageKey, elements, customData },
  changesOneOf: ['elements', 'customData'],
} as const

export const answer = plainAnswer({}, [])
