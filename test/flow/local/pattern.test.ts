import { expect, test } from 'vitest'
import { compilePattern } from '../../../local/aws/bus/pattern.ts'

const matches = (pattern: unknown, event: unknown) => compilePattern(pattern, 'rule')(event)

/** Patterns for the value of `a`; each with values it takes and values it doesn't. */
const ofValue: [pattern: unknown[], taken: unknown[], refused: unknown[]][] = [
  [
    ['x', 'y'],
    ['x', 'y', ['n', 'y'], [['y']]],
    ['z', '', null, [], ['n'], { x: 1 }],
  ],
  [[''], [''], ['x', null, undefined]],
  [[1], [1, [0, 1]], ['1', 2, true]],
  [[true], [true], [false, 'true', 1]],
  [[null], [null, [null]], ['null', '', 0, undefined, {}]],
  [[{ prefix: 'chat.' }], ['chat.', 'chat.friends', ['a', 'chat.b']], ['Chat.', 'a.chat.', 5, null, undefined]],
  [[{ suffix: '.png' }], ['a.png'], ['a.PNG', 'png']],
  [[{ prefix: { 'equals-ignore-case': 'Ab' } }], ['abc', 'ABC'], ['bab']],
  [[{ suffix: { 'equals-ignore-case': 'bC' } }], ['aBC'], ['bca']],
  [[{ 'equals-ignore-case': 'Alice' }], ['alice', 'ALICE'], ['alicia', 1]],
  [[{ wildcard: 'a*c' }], ['ac', 'abc', 'a\nc', 'a*c'], ['acd', 'bac']],
  [[{ wildcard: '*.friends.*' }], ['chat.friends.update'], ['chatXfriends.update']],
  [[{ wildcard: 'a\\*\\\\c' }], ['a*\\c'], ['ab\\c', 'a*c']],
  [[{ 'anything-but': 'x' }], ['y', '', 1, null, ['x', 'y']], ['x', ['x'], undefined, [], { a: 1 }]],
  [[{ 'anything-but': ['x', 'y'] }], ['z'], ['x', 'y']],
  [[{ 'anything-but': 3 }], [4, '3'], [3]],
  [[{ 'anything-but': [3, 4] }], [5], [3, 4]],
  [[{ 'anything-but': { prefix: 'in' } }], ['out', 7], ['inside', undefined]],
  [[{ 'anything-but': { prefix: ['in', 'out'] } }], ['up'], ['inside', 'outside']],
  [[{ 'anything-but': { suffix: '.png' } }], ['a.jpg'], ['a.png']],
  [[{ 'anything-but': { wildcard: '*/lib/*' } }], ['/src/a'], ['/x/lib/a']],
  [[{ 'anything-but': { 'equals-ignore-case': ['Stop', 'halt'] } }], ['go'], ['STOP', 'Halt']],
  [[{ exists: true }], ['', 0, false, null, ['x']], [undefined, { b: 1 }, []]],
  [[{ exists: false }], [undefined, { b: 1 }, []], ['', null]],
  [[{ numeric: ['>', 0, '<=', 5] }], [1, 5, [9, 5]], [0, 5.01, '3', null]],
  [[{ numeric: ['=', 300] }], [300], [301]],
  [
    [{ numeric: ['>=', 2] }, 'none'],
    [2, 'none'],
    [1, 'some'],
  ],
  [[{ numeric: ['<', -1] }], [-2], [-1]],
]

test.each(ofValue)('%j', (pattern, taken, refused) => {
  for (const value of taken) expect([value, matches({ a: pattern }, { a: value })]).toEqual([value, true])
  for (const value of refused) expect([value, matches({ a: pattern }, { a: value })]).toEqual([value, false])
})

test('every key must match, at every depth; a missing way down matches only what must not exist', () => {
  const pattern = { source: ['shop'], detail: { user: { id: ['u1'], age: [{ numeric: ['>', 17] }] } } }
  expect(matches(pattern, { source: 'shop', more: 1, detail: { user: { id: 'u1', age: 18 } } })).toBe(true)
  expect(matches(pattern, { source: 'shop', detail: { user: { id: 'u1', age: 17 } } })).toBe(false)
  expect(matches(pattern, { source: 'shop', detail: { user: { id: 'u1' } } })).toBe(false)
  expect(matches(pattern, { source: 'mall', detail: { user: { id: 'u1', age: 18 } } })).toBe(false)
  const absent = { detail: { user: { id: [{ exists: false }] } } }
  expect([{}, { detail: 'text' }, { detail: { user: {} } }].map((event) => matches(absent, event))).toEqual([
    true,
    true,
    true,
  ])
  expect(matches(absent, { detail: { user: { id: 1 } } })).toBe(false)
})

test('a list of objects matches where one of them does, whole', () => {
  const pattern = { friends: { id: ['a'], list: ['gym'] } }
  expect(
    matches(pattern, {
      friends: [
        { id: 'b', list: 'gym' },
        { id: 'a', list: ['work', 'gym'] },
      ],
    }),
  ).toBe(true)
  expect(
    matches(pattern, {
      friends: [
        { id: 'b', list: 'gym' },
        { id: 'a', list: 'work' },
      ],
    }),
  ).toBe(false)
})

test('$or takes any of its patterns, besides what stands next to it', () => {
  const pattern = { kind: ['a'], $or: [{ size: [{ numeric: ['>', 9] }] }, { detail: { colour: ['red'] } }] }
  expect(matches(pattern, { kind: 'a', size: 10 })).toBe(true)
  expect(matches(pattern, { kind: 'a', size: 1, detail: { colour: 'red' } })).toBe(true)
  expect(matches(pattern, { kind: 'a', size: 1, detail: { colour: 'blue' } })).toBe(false)
  expect(matches(pattern, { kind: 'b', size: 10 })).toBe(false)
})

test('only keys of the event itself count', () => {
  expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false)
  expect(matches({ toString: { name: ['toString'] } }, {})).toBe(false)
})

test.each([
  [{}, 'rule: an event pattern is an object with keys'],
  ['text', 'rule: an event pattern'],
  [{ a: 'x' }, 'rule.a: an event pattern'],
  [{ a: {} }, 'rule.a: an event pattern'],
  [{ a: [] }, 'rule.a: a list with something in it'],
  [{ $or: [] }, 'rule.$or: a list'],
  [{ $or: [{ a: [{ odd: 1 }] }] }, 'rule.$or[0].a[0]: the local event bus doesn\'t know the operator "odd"'],
  [{ a: ['x', { cidr: '10.0.0.0/8' }] }, 'rule.a[1]: the local event bus doesn\'t know the operator "cidr"'],
  [{ a: [{ toString: 'x' }] }, 'operator "toString"'],
  [{ a: [{ prefix: 1 }] }, 'rule.a[0]: "prefix" takes text'],
  [{ a: [{ wildcard: { 'equals-ignore-case': 'a' } }] }, 'rule.a[0]: "wildcard" takes text'],
  [{ a: [{ wildcard: 'a**' }] }, 'rule.a[0]: "wildcard" takes no two *'],
  [{ a: [{ wildcard: 'a\\b' }] }, 'rule.a[0]: "wildcard"'],
  [{ a: [{ prefix: 'a', suffix: 'b' }] }, 'rule.a[0]: an operation has one key'],
  [{ a: [{ exists: 'yes' }] }, 'rule.a[0]: "exists" is true or false'],
  [{ a: [{ numeric: ['>'] }] }, 'rule.a[0]: "numeric" takes pairs'],
  [{ a: [{ numeric: ['!=', 1] }] }, 'rule.a[0]: "numeric" takes pairs'],
  [{ a: [{ 'anything-but': ['x', 1] }] }, 'rule.a[0]: "anything-but" takes text or numbers'],
  [{ a: [{ 'anything-but': null }] }, 'rule.a[0]: "anything-but" takes text or numbers'],
  [{ a: [{ 'anything-but': [] }] }, 'rule.a[0]: a list'],
  [
    { a: [{ 'anything-but': { numeric: ['=', 1] } }] },
    'rule.a[0]: the local event bus doesn\'t know the operator "numeric"',
  ],
])('%j is refused, and its place is named', (pattern, words) => {
  expect(() => compilePattern(pattern, 'rule')).toThrow(
    `serverless.yml: ${words}`.slice(0, words.startsWith('rule') ? undefined : 0),
  )
  expect(() => compilePattern(pattern, 'rule')).toThrow(words)
})
