import { describe, expect, test } from 'vitest'
import { unionBy } from '../../../schemas/union.ts'
import { Components } from '../../../scripts/api/components.ts'
import { jsonSchema } from '../../../scripts/api/json-schema.ts'
import { printJson } from '../../../scripts/api/print-json.ts'

const printed = (schema: object, isOpen = false) => jsonSchema(schema, { components: new Components(), isOpen })

describe('a schema of ours in the words of JSON Schema', () => {
  test('bytes become the characters that they can hold at least and at most', () => {
    expect(printed({ type: 'string', bytes: [5, 96] })).toEqual({
      description: 'A string of 5 to 96 bytes.',
      type: 'string',
      minLength: 2,
      maxLength: 96,
      'x-bytes': [5, 96],
    })
  })

  test('entries that may not stand twice are told, by themselves or by their members', () => {
    expect(printed({ type: 'array', uniqueBy: '', items: { type: 'string' } })).toMatchObject({ uniqueItems: true })
    expect(printed({ type: 'array', uniqueBy: ['a', 'b'], items: { type: 'object' } })).toEqual({
      description: 'A list of objects. No two have the same `a` and `b`.',
      type: 'array',
      'x-unique-by': ['a', 'b'],
      items: { type: 'object' },
    })
  })

  const three = { type: 'object', required: ['a'], properties: { a: {}, b: {}, c: {} } }
  test('one of several members is a number of members', () => {
    expect(printed({ ...three, atLeastOneOf: ['b', 'c'] })).toMatchObject({ minProperties: 2 })
    expect(printed({ ...three, exactlyOneOf: ['b', 'c'] })).toMatchObject({ minProperties: 2, maxProperties: 2 })
  })

  test('and is named where another member could be counted in their place', () => {
    const { maxProperties, ...one } = printed({ ...three, exactlyOneOf: ['b'] })
    expect([maxProperties, one]).toEqual([undefined, expect.objectContaining({ 'x-exactly-one-of': ['b'] })])
    expect(printed({ ...three, atLeastOneOf: ['b'] })).toMatchObject({ minProperties: 2, 'x-at-least-one-of': ['b'] })
    expect(printed({ ...three, changesOneOf: ['c'] })).toMatchObject({ minProperties: 2, 'x-changes-one-of': ['c'] })
  })

  test('a union is one of its kinds', () => {
    const kind = (word: string) =>
      ({ type: 'object', required: ['type'], properties: { type: { const: word } } }) as const
    const { oneOf, ...rest } = printed(unionBy('type', [kind('x'), kind('y')]))
    expect(rest).toEqual({ type: 'object' })
    expect(oneOf).toMatchObject([kind('x'), kind('y')])
  })

  test('look-aheads, which not everybody’s patterns know, are left out', () => {
    const { pattern } = printed({ type: 'string', format: 'element-type' })
    expect(pattern).toBe('^TIM[A-Za-z]{4,64}Elem$')
    expect(printed({ type: 'string', format: 'bot-id' }).pattern).toBe('^@RBT#[\\s\\S]')
  })

  test('bodies are closed, answers open', () => {
    const closed = { type: 'object', additionalProperties: false, properties: {} }
    expect(printed(closed)).toEqual(closed)
    expect(printed(closed, true)).toEqual({ type: 'object', properties: {} })
  })

  test('a keyword or a format that nobody has translated is refused', () => {
    expect(() => printed({ type: 'string', sparkles: true })).toThrow('nobody has translated the keyword sparkles')
    expect(() => printed({ type: 'string', format: 'email' })).toThrow('there is no format email')
  })
})

test('two parts can’t have the same name', () => {
  const components = new Components()
  expect(components.schema('A', { type: 'string' })).toEqual({ $ref: '#/components/schemas/A' })
  components.schema('A', { type: 'string' })
  expect(() => components.schema('A', { type: 'integer' })).toThrow('two schemas are called A')
})

test('what fits in a line stands in one, and the text says the same', () => {
  expect(printJson({ a: [1, { b: 'c' }], d: {} })).toBe('{ "a": [1, { "b": "c" }], "d": {} }')
  const long = { names: Array.from({ length: 40 }, (_, index) => `name-${index}`), none: undefined, empty: [] }
  expect(printJson(long).split('\n')).toHaveLength(45)
  expect(JSON.parse(printJson(long))).toEqual({ names: long.names, empty: [] })
})
