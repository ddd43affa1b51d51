import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'
import { faultsIn } from '../../lib/validate/faults.ts'
import { batchEntry } from '../../schemas/batch.ts'
import { families } from '../../schemas/compiled/index.js'
import { schemaReader } from '../../scripts/compile-schemas.ts'
import { damage, damaged } from '../campaigns/fuzz/damage.ts'
import { ownReading } from '../campaigns/fuzz/readings.ts'
import { bodies } from '../campaigns/fuzz/requests.ts'
import { type Shape, valid } from '../campaigns/fuzz/valid.ts'
import { unusualSchemas } from '../support/unusual-schemas.ts'

const damages = fc.array(damage, { minLength: 1, maxLength: 3 })

const compiled = Object.fromEntries(
  (await Promise.all(Object.values(families).map((load) => load()))).flatMap((family) =>
    Object.entries(family.compiled),
  ),
)
const names = Object.keys(compiled)

test('every operation has a compiled schema, and nothing else has but a batch', () => {
  expect(names.toSorted()).toEqual([...operations.keys(), 'batch.whole', 'batch.entry'].toSorted())
})

test('a fault is found in what the compiled validators refuse, and in nothing else', () => {
  let good = 0
  const others = fc.constantFrom(...names)
  fc.assert(
    fc.property(bodies, others, ({ operation, body }, other) => {
      for (const name of [operation, other]) {
        const { isGood, schema } = compiled[name]!
        const isSound = isGood(body)
        if (isSound) good += 1
        expect(faultsIn(body, schema).next().done).toBe(isSound)
      }
    }),
    { numRuns: 2000, seed: 4 },
  )
  expect(good).toBeGreaterThan(200)
})

describe('a schema that uses the rarer keywords', () => {
  const own = ownReading()
  const door = schemaReader()
  const cases = Object.entries(unusualSchemas).map(([name, schema]) => [name, schema as object] as const)

  test.each(cases)(
    '%s is read alike by the compiled validator, by whoever finds the fault, and by another reading',
    (_, schema) => {
      const isGood = door.compile(schema)
      const isGoodElsewhere = own.compile(schema)
      const seen = { good: 0, bad: 0 }
      const some = fc.oneof(
        valid(schema as Shape),
        fc.tuple(valid(schema as Shape), damages).map(([body, all]) => damaged(body, all)),
      )
      fc.assert(
        fc.property(some, (body) => {
          const is = isGood(body)
          seen[is ? 'good' : 'bad'] += 1
          expect([faultsIn(body, schema).next().done, isGoodElsewhere(body)]).toEqual([is, is])
        }),
        { numRuns: 500, seed: 4 },
      )
      expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(50)
    },
  )
})

describe('of a choice or a union is told what is wrong with it', () => {
  const faultsOf = (name: keyof typeof unusualSchemas, body: unknown) =>
    [...faultsIn(body, unusualSchemas[name])].map(({ pointer, message }) => `${pointer} ${message}`)

  test.each<[keyof typeof unusualSchemas, unknown, string[]]>([
    ['lasts', {}, [' must have exactly one of seconds, forever, lift']],
    [
      'lasts',
      { seconds: 5, lift: true, forever: true },
      [
        '/forever must not stand beside seconds; give exactly one of seconds, forever, lift',
        '/lift must not stand beside seconds; give exactly one of seconds, forever, lift',
      ],
    ],
    ['lasts', { forever: false }, ['/forever must be true']],
    ['lasts', { second: 5 }, ['/second is not a known member; did you mean "seconds"?']],
    ['conversations', [{ peerId: 'a' }, { groupId: 'a' }, { peerId: 'a' }], ['/2 stands here for the second time']],
    ['sequence', [1, 2, 1], ['/2 stands here for the second time']],
    ['sequence', [1, '1', 0], ['/1 must be an integer', '/2 must be at least 1']],
    ['receipts', [{ seq: 1 }, {}, {}, { seq: 1 }], ['/3/seq stands here for the second time']],
    ['elements', [{ text: 'x' }], ['/0/type is required']],
    ['elements', [{ typ: 'text' }], ['/0/typ is not a known member; did you mean "type"?']],
    ['elements', [{ type: 7 }], ['/0/type must be a string']],
    ['elements', [{ type: 'txet' }], ['/0/type is not a known value; did you mean "text"?']],
    ['elements', [{ type: 'video' }], ['/0/type must be one of text, location, custom']],
    ['elements', [{ type: '__proto__' }], ['/0/type must be one of text, location, custom']],
    [
      'elements',
      [{ type: 'text', text: 7 }, { type: 'custom' }],
      ['/0/text must be a string', '/1 must have at least one of data, sound'],
    ],
    ['elements', [{ type: 'location', latitude: 90.5 }], ['/0/latitude must be at most 90']],
    ['elements', [{ type: 'location', latitude: '1' }], ['/0/latitude must be a number']],
    ['elements', [{ type: 'text', text: 'x', data: 'x' }], ['/0/data is not a known member; known are type, text']],
    ['open', [{ type: 'video', content: {} }], []],
    ['open', [{ type: 'video' }], ['/0/content is required']],
    ['open', [{ type: 'texts' }], ['/0/content is required']],
    [
      'open',
      [{ type: 'no word' }],
      ['/0/type must be one of text, custom, or 1 to 8 English letters, without the prefix AddSource_Type_'],
    ],
    ['word', { confirm: 'accounts.del' }, ['/confirm must be "accounts.delete"']],
    ['word', { confirm: true }, ['/confirm must be "accounts.delete"']],
    ['word', { confirm: null }, ['/confirm must be "accounts.delete"']],
    ['word', { confirm: 'accounts.delete', gender: 'femal' }, ['/gender is not a known value; did you mean "female"?']],
    ['word', { confirm: 'accounts.delete', gender: 'x' }, ['/gender must be one of female, male, unknown']],
    ['names', { a: 'x', b: 'x', c: 'x' }, [' must have at most 2 members']],
    [
      'names',
      { '': 'x', abcdef: 'x' },
      ['/ its name must not be empty', '/abcdef its name must be at most 5 bytes of UTF-8, not 6'],
    ],
  ])('%s %j', (name, body, faults) => {
    expect(faultsOf(name, body)).toEqual(faults)
  })
})

test('what stands inside what nobody describes is not looked at', () => {
  const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000))
  expect([...faultsIn({ id: 'a', operation: 'x', body: deep }, batchEntry)]).toEqual([])
})
