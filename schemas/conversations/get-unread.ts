import { count, itemsAnswer, someText } from '../answer-parts.ts'
import { actor, userIds } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, peerIds: userIds },
} as const

/** Of all one-to-one conversations together, or of each that was named. */
const unread = count

export const answer = itemsAnswer({ unread }, { as: { peerId: someText }, instead: { unread } })
