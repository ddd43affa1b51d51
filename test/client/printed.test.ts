import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGateway } from '../../client/src/index.ts'
import { operations as table } from '../../client/src/printed/table.ts'
import { operations } from '../../lib/operations/index.ts'
import { comment } from '../../scripts/client/comment.ts'
import { isChoice, type Place, typeText } from '../../scripts/client/type-text.ts'

const folder = path.join(import.meta.dirname, '../../client/src/printed')
const files = ['parts.ts', ...readdirSync(path.join(folder, 'operations')).map((file) => `operations/${file}`)]

test.each(files)('%s says something of each of its members and methods', (file) => {
  const lines = readFileSync(path.join(folder, file), 'utf8').split('\n')
  const members = lines.flatMap((line, index) => (/^ +readonly /.test(line) ? [index] : []))
  expect(members.length).toBeGreaterThan(3)
  expect(members.filter((index) => !lines[index - 1]?.endsWith('*/')).map((index) => lines[index])).toEqual([])
})

test('each operation has its method, with what its row allows beside it', () => {
  const gateway = createGateway({ url: 'http://127.0.0.1:1' }) as unknown as Record<string, Record<string, object>>
  expect(Object.keys(table)).toEqual([...operations.keys()])
  for (const { name, effect, items, takesRepeated } of operations.values()) {
    const row = table[name as keyof typeof table]
    expect(row).toMatchObject({ path: `/v1/${name.replace('.', '/')}`, effect, takesRepeated: takesRepeated === true })
    expect(row.items?.member).toBe(items?.member)
    const method = gateway[row.family]?.[row.method]
    expect(method).toBeTypeOf('function')
    const beside = [
      ...(effect === 'write' ? ['respondAsync'] : []),
      ...(items ? ['many'] : []),
      ...(row.paged ? ['pages'] : []),
    ]
    expect([name, Object.keys(method ?? {})]).toEqual([name, beside])
  }
  expect(
    Object.values(table)
      .filter(({ paged }) => paged)
      .map(({ name }) => name),
  ).toContain('friends.list')
  expect([table['friend-lists.add'].family, table['friends.delete-all'].method]).toEqual(['friendLists', 'deleteAll'])
})

describe('a schema as a type', () => {
  const print = (schema: object): [string, string[]] => {
    const place: Place = { indent: '', uses: new Set(), wordsOf: () => '' }
    return [typeText(schema as never, place).replace(/\s+/g, ' '), [...place.uses]]
  }
  const text = { type: 'string' }

  test.each<[object, string]>([
    [text, 'string'],
    [{ type: 'integer' }, 'number'],
    [{ type: ['string', 'integer'] }, 'string | number'],
    [{ const: 'a' }, `'a'`],
    [{ const: true }, 'true'],
    [{ enum: ['a', 1] }, `'a' | 1`],
    [{ type: 'array', items: text }, 'readonly string[]'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, `ReadonlyArray<'a' | 'b'>`],
    [{ type: 'object' }, 'Readonly<Record<string, unknown>>'],
    [{ type: 'object', additionalProperties: text }, 'Readonly<Record<string, string>>'],
    [{ oneOf: [text, { type: 'boolean' }, text] }, 'string | boolean'],
    [
      { type: 'object', required: ['a'], properties: { a: text, 'b-c': text } },
      `{ readonly a: string readonly 'b-c'?: string }`,
    ],
    [{ type: 'object', additionalProperties: false, properties: { a: text } }, '{ readonly a?: string | undefined }'],
    [{}, 'unknown'],
  ])('%j', (schema, type) => {
    expect(print(schema)[0]).toBe(type)
  })

  test('another type is named, and asked for', () => {
    expect(print({ type: 'array', items: { $ref: '#/components/schemas/Friend' } })).toEqual([
      'readonly Friend[]',
      ['Friend'],
    ])
    expect(print({ type: 'string', 'x-extensible-enum': ['A'] })).toEqual(['Code', ['Code']])
  })

  test('members of which one must stand are a choice, by number or by name', () => {
    const properties = { a: text, b: text }
    const some = { type: 'object', properties, minProperties: 1 }
    expect(print(some)[0]).toMatch(/^SomeOf<\{.*\}, 'a' \| 'b'>$/)
    expect(print({ ...some, maxProperties: 1 })[0]).toMatch(/^OneOf</)
    expect(print({ ...some, required: ['a'], minProperties: 2 })[0]).toMatch(/, 'b'>$/)
    expect(print({ ...some, 'x-changes-one-of': ['b'] })[0]).toMatch(/^SomeOf<\{.*\}, 'b'>$/)
    expect(print({ ...some, 'x-exactly-one-of': ['a'], 'x-changes-one-of': ['b'] })[0]).toMatch(
      /^SomeOf<OneOf<\{.*\}, 'a'>, 'b'>$/,
    )
    expect([some, { type: 'object', properties }, text].map((schema) => isChoice(schema as never))).toEqual([
      true,
      false,
      true,
    ])
  })
})

test('a comment is one line where it fits, breaks where it does not, and never ends early', () => {
  expect(comment(['Short.'], '  ')).toBe('  /** Short. */\n')
  expect(comment([''], '')).toBe('')
  expect(comment(['Ends */ here.'], '')).toBe('/** Ends *\\/ here. */\n')
  const long = comment([`${'word '.repeat(40)}end`, 'Next.'], '  ')
  expect(long.split('\n').every((line) => line.length <= 116)).toBe(true)
  expect(long.split('\n').slice(-5)).toEqual([expect.stringMatching(/end$/), '   *', '   * Next.', '   */', ''])
})
