import { count, friend, pageAnswer, unreadable } from '../answer-parts.ts'

export { onePage as body } from '../fragments.ts'

export const answer = pageAnswer({ friends: { type: 'array', items: friend }, total: count, unreadable }, ['friends'])
