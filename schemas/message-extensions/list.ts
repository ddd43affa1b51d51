import { pageAnswer } from '../answer-parts.ts'
import { extensions } from '../extensions.ts'
import { actor, cursor, messageKey, peerId } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['peerId', 'messageKey'],
  properties: { ...actor, peerId, messageKey, cursor },
} as const

export const answer = pageAnswer({ extensions, truncated: { type: 'boolean', const: true } }, ['extensions'])
