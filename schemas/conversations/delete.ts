import { plainAnswer } from '../answer-parts.ts'
import { otherSide, otherSides } from '../conversation.ts'
import { actor } from '../fragments.ts'

/** Whether the messages go as well has no default: they would not come back. */
export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['userId', 'clearHistory'],
  properties: { ...actor, ...otherSide, clearHistory: { type: 'boolean' } },
  exactlyOneOf: otherSides,
} as const

export const answer = plainAnswer({}, [])
