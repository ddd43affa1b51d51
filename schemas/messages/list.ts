import { count, listOf, pageAnswer, someText, unreadable, utcTime } from '../answer-parts.ts'
import { answeredElements } from '../answered-elements.ts'
import { actor, cursor, peerId, uint32Time } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'peerId', 'since'],
  properties: {
    ...actor,
    peerId,
    since: uint32Time,
    until: uint32Time,
    cursor,
    limit: { type: 'integer', minimum: 1, maximum: 100 },
  },
} as const

const messages = listOf(
  {
    messageKey: someText,
    userId: someText,
    peerId: someText,
    sentAt: utcTime,
    elements: answeredElements,
    state: { type: 'string', enum: ['normal', 'recalled'] },
    readByPeer: { type: 'boolean' },
    customData: { type: 'string' },
    random: count,
    seq: count,
    unreadable,
  },
  ['messageKey'],
)

export const answer = pageAnswer({ messages }, ['messages'])
