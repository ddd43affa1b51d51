import { plainAnswer, someText } from '../answer-parts.ts'
import { elements } from '../elements.ts'
import { app, userId } from '../fragments.ts'
import { clientMessageId, lifetimeSeconds, offlinePush } from '../sends.ts'
import { attributes, tags } from '../user-traits.ts'

/** Both lists together: whoever has all of the one, and any of the other. */
const conditions = <const S extends object>(of: S) =>
  ({
    type: 'object',
    additionalProperties: false,
    properties: { all: of, any: of },
    atLeastOneOf: ['all', 'any'],
  }) as const

/** For whom it is. It has no default: an empty choice would reach everyone. */
const audience = {
  type: 'object',
  additionalProperties: false,
  properties: {
    everyone: { type: 'boolean', const: true },
    tags: conditions(tags),
    attributes: conditions(attributes),
  },
  exactlyOneOf: ['everyone', 'tags', 'attributes'],
} as const

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['audience', 'elements'],
  properties: { app, audience, userId, elements, lifetimeSeconds, offlinePush, clientMessageId },
} as const

export const answer = plainAnswer({ clientMessageId: someText, taskId: someText }, ['clientMessageId'])
