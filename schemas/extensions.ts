/** The extensions of a message: pairs of a key and a value. https://trtc.io/document/51195 */
import { count, listOf, someText, unreadable } from './answer-parts.ts'
import { written } from './fragments.ts'

/** What becomes of them. It has no default: one of them takes all away. */
export const action = { type: 'string', enum: ['set', 'delete', 'clear'] } as const

/** Which of `value` and of the list itself an action takes, its row says (lib/operations/extensions.ts). */
export const pairs = {
  type: 'array',
  minItems: 1,
  maxItems: 300,
  uniqueBy: 'key',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['key'],
    properties: {
      key: { type: 'string', bytes: [1, 100] },
      value: { type: 'string', bytes: [0, 1000], ...written },
      version: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    },
  },
} as const

/** Pairs as they are read. */
export const extensions = listOf({ key: someText, value: { type: 'string' }, version: count, unreadable }, ['key'])
