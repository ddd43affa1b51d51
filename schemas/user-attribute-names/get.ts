import { plainAnswer, texts } from '../answer-parts.ts'
import { app } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  properties: { app },
} as const

/** Names by slot. */
export const answer = plainAnswer({ names: texts }, ['names'])
