import { unionBy } from '../../schemas/union.ts'

const closed = <const P extends object, const R extends readonly (keyof P & string)[], const More extends object>(
  properties: P,
  required: R,
  more: More,
) => ({ type: 'object', additionalProperties: false, required, properties, ...more }) as const

const text = { type: 'string', bytes: [1, 20] } as const
const seq = { type: 'integer', minimum: 1, maximum: 4_294_967_295 } as const

const conversation = closed({ peerId: text, groupId: text }, [], { exactlyOneOf: ['peerId', 'groupId'] })

const place = closed(
  { type: { const: 'location' }, latitude: { type: 'number', minimum: -90, maximum: 90 } },
  ['type', 'latitude'],
  {},
)
const said = closed({ type: { const: 'text' }, text }, ['type', 'text'], {})
const custom = closed({ type: { const: 'custom' }, data: text, sound: text }, ['type'], {
  atLeastOneOf: ['data', 'sound'],
})
const raw = closed(
  { type: { type: 'string', format: 'source-name' }, content: { type: 'object' } },
  ['type', 'content'],
  {},
)

/** Schemas that use the keywords which only few operations need, each in every way they can be used. */
export const unusualSchemas = {
  lasts: closed({ seconds: seq, forever: { const: true }, lift: { const: true } }, [], {
    exactlyOneOf: ['seconds', 'forever', 'lift'],
  }),
  conversations: {
    type: 'array',
    minItems: 1,
    maxItems: 50,
    uniqueBy: ['peerId', 'groupId'],
    items: conversation,
  },
  sequence: { type: 'array', minItems: 1, maxItems: 5, uniqueBy: '', items: seq },
  receipts: { type: 'array', maxItems: 5, uniqueBy: 'seq', items: closed({ seq, note: text }, [], {}) },
  elements: { type: 'array', minItems: 1, maxItems: 5, items: unionBy('type', [said, place, custom]) },
  open: { type: 'array', minItems: 1, maxItems: 5, items: unionBy('type', [said, custom], raw) },
  word: closed(
    { confirm: { const: 'accounts.delete' }, gender: { type: 'string', enum: ['female', 'male', 'unknown'] } },
    ['confirm'],
    {},
  ),
  names: {
    type: 'object',
    minProperties: 1,
    maxProperties: 2,
    propertyNames: { type: 'string', bytes: [1, 5] },
    additionalProperties: text,
  },
} as const
