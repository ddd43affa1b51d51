import { count, friend, pageAnswer, unreadable } from '../answer-parts.ts'
import { actor, cursor } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId'],
  properties: { ...actor, cursor },
} as const

export const answer = pageAnswer({ friends: { type: 'array', items: friend }, total: count, unreadable }, ['friends'])
