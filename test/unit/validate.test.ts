import { describe, expect, test } from 'vitest'
import { type ErrorParts, GatewayError } from '../../lib/errors/gateway-error.ts'
import { validate } from '../../lib/validate/validate.ts'

async function partsOf(body: unknown): Promise<ErrorParts> {
  try {
    await validate('friends.update', body)
    return {}
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return error.parts
  }
}
const errorsOf = async (body: unknown) => (await partsOf(body)).errors ?? []
const withFriend = (friend: unknown) => ({ userId: 'id', friends: [{ userId: 'id0', remark: '' }, friend] })
const errorsOfFriend = (friend: unknown) => errorsOf(withFriend(friend))

describe('a fault is told with its place and its cure', () => {
  test.each<[unknown, string, string]>([
    [{ userId: 'id1', remrak: 'x' }, '/remrak', 'is not a known member; did you mean "remark"?'],
    [{ userId: 'id1', colour: 'x' }, '/colour', 'is not a known member; known are userId, remark, lists, custom'],
    [{ remark: 'x' }, '/userId', 'is required'],
    [{ userId: 'id1' }, '', 'has nothing to change: give at least one of remark, lists, custom'],
    [{ userId: 7, remark: 'x' }, '/userId', 'must be a string'],
    [{ userId: '', remark: 'x' }, '/userId', 'must not be empty'],
    [{ userId: 'x'.repeat(33), remark: 'x' }, '/userId', 'must be at most 32 bytes of UTF-8, not 33'],
    [{ userId: 'id1', remark: '字'.repeat(33) }, '/remark', 'must be at most 96 bytes of UTF-8, not 99'],
    [{ userId: 'id1', remark: '\ud800' }, '/remark', 'holds half a surrogate pair, which UTF-8 cannot carry'],
    [{ userId: 'id\0', remark: 'x' }, '/userId', 'holds a NUL character'],
    [{ userId: 'id1', lists: 'work' }, '/lists', 'must be an array'],
    [{ userId: 'id1', lists: ['a', 'b', 'a'] }, '/lists/2', 'stands here for the second time'],
    [{ userId: 'id1', lists: ['__proto__', '__proto__'] }, '/lists/1', 'stands here for the second time'],
    [{ userId: 'id1', lists: [''] }, '/lists/0', 'must not be empty'],
    [
      { userId: 'id1', lists: Array.from({ length: 33 }, String) },
      '/lists',
      'must have at most 32 entries; split it into several requests',
    ],
    [{ userId: 'id1', custom: {} }, '/custom', 'must not be empty'],
    [{ userId: 'id1', custom: { 'a/b~c': 'x' } }, '/custom/a~1b~0c', 'its name must be 1 to 8 English letters'],
    [{ userId: 'id1', custom: { A: 1.5 } }, '/custom/A', 'must be a string or an integer'],
    [{ userId: 'id1', custom: { A: 2 ** 53 } }, '/custom/A', 'must be a safe integer (2^53 - 1 at most either way)'],
    [null, '', 'must be an object'],
  ])('%j', async (friend, place, message) => {
    expect(await errorsOfFriend(friend)).toEqual([{ pointer: `/friends/1${place}`, message }])
  })

  test.each<[unknown, string, string]>([
    [{ userId: 'id' }, '/friends', 'is required'],
    [{ userId: 'id', friends: [] }, '/friends', 'must have at least 1 entry'],
    [{ userId: 'id', friends: {} }, '/friends', 'must be an array'],
    [
      { userId: 'id', friends: [{ userId: 'a', remark: '' }], app: 'no spaces' },
      '/app',
      'must be 1 to 64 letters, digits, "_" or "-"',
    ],
    [[], '', 'must be an object'],
    ['text', '', 'must be an object'],
    [
      JSON.parse('{"userId":"id","friends":[{"userId":"a","remark":""}],"__proto__":{}}'),
      '/__proto__',
      'is not a known member; known are app, userId, friends',
    ],
  ])('%j', async (body, pointer, message) => {
    expect(await errorsOf(body)).toEqual([{ pointer, message }])
  })

  test('a doubled userId is told where it stands again', async () => {
    const friends = ['a', 'b', 'a'].map((userId) => ({ userId, remark: '' }))
    expect(await errorsOf({ userId: 'id', friends })).toEqual([
      { pointer: '/friends/2/userId', message: 'stands here for the second time' },
    ])
  })
})

describe('all faults are told at once', () => {
  const pointersOf = async (body: unknown) => (await errorsOf(body)).map(({ pointer }) => pointer)

  test('those at the top, and beside them those of each entry, in the order of the schema', async () => {
    const friends = [{ userId: 'a', remark: 7, lists: [''], nick: 'x' }, 7, { remark: 1, custom: { 'a-b': true } }]
    expect(await pointersOf({ app: 'no app', colour: 1, shape: 2, friends })).toEqual([
      '/userId',
      '/colour',
      '/shape',
      '/app',
      '/friends/0/nick',
      '/friends/0/remark',
      '/friends/0/lists/0',
      '/friends/1',
      '/friends/2/userId',
      '/friends/2/remark',
      '/friends/2/custom/a-b',
      '/friends/2/custom/a-b',
    ])
  })

  test('every entry that stands again is told, bad or good', async () => {
    const friends = ['a', 'b', 'a', 'a', 'b'].map((userId, index) => ({ userId, remark: index === 3 ? 7 : '' }))
    expect(await pointersOf({ userId: 'id', friends })).toEqual([
      '/friends/2/userId',
      '/friends/3/remark',
      '/friends/3/userId',
      '/friends/4/userId',
    ])
  })

  test('of a list that is too long just that', async () => {
    const friends = Array.from({ length: 10_001 }, () => 7)
    expect(await errorsOf({ userId: 7, friends })).toEqual([
      { pointer: '/userId', message: 'must be a string' },
      { pointer: '/friends', message: 'must have at most 10000 entries; split it into several requests' },
    ])
  })

  test.each([
    [10_000, 1],
    [10_000, 3],
    [1000, 1],
    [1001, 1],
  ])(
    'up to 1,000 are named, and the rest of those in %i entries with %i each counted exactly',
    async (entries, each) => {
      const bad = Object.fromEntries(Array.from({ length: each }, (_, index) => [`no${index}`, index]))
      const all = Array.from({ length: entries }, (_, index) => ({ userId: `u${index}`, remark: '', ...bad }))
      const { list: friends, reads } = counted(all)
      const { errors = [], errorsOmitted } = await partsOf({ userId: 'id', friends })
      expect([errors.length, errorsOmitted]).toEqual([1000, entries * each - 1000 || undefined])
      expect(new Set(errors.map(({ pointer }) => pointer)).size).toBe(1000)
      // Each entry is looked at so many times, however many there are.
      expect(reads()).toBeLessThan(10 * entries)
    },
  )
})

/** The same list, and how often an entry has been read from it. */
function counted<T>(all: readonly T[]): { readonly list: readonly T[]; readonly reads: () => number } {
  let count = 0
  const list = new Proxy(all, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) count++
      return Reflect.get(target, key, receiver)
    },
  })
  return { list, reads: () => count }
}

test('a fault in a nested list is told at its place behind earlier faults', async () => {
  const friends = [
    { userId: 'a', remark: 1 },
    { userId: 'b', lists: ['x', 2] },
  ]
  expect((await errorsOf({ userId: 'id', friends })).map(({ pointer }) => pointer)).toEqual([
    '/friends/0/remark',
    '/friends/1/lists/1',
  ])
})

test('an endless key does not make an endless answer', async () => {
  const [error] = await errorsOfFriend({ userId: 'id1', ['k'.repeat(1_000_000)]: 1 })
  expect(error?.pointer.length).toBeLessThan(250)
  expect(error?.message.length).toBeLessThan(250)
})

test.each<[unknown]>([
  [
    {
      userId: 'i'.repeat(32),
      friends: [
        { userId: 'é'.repeat(16), remark: '字'.repeat(32), lists: [], custom: { Abcdefgh: 'x'.repeat(500), n: -5 } },
      ],
    },
  ],
  [
    {
      userId: 'id',
      app: 'A-z_9',
      friends: Array.from({ length: 10_000 }, (_, index) => ({ userId: String(index), remark: '' })),
    },
  ],
  [
    {
      userId: 'id',
      friends: [
        { userId: '__proto__', remark: '' },
        { userId: 'constructor', lists: ['toString', '__proto__'] },
      ],
    },
  ],
])('the largest and the oddest that is allowed passes', async (body) => {
  expect(await errorsOf(body)).toEqual([])
})

describe('a required member that is there, misspelt, is told by its misspelling', () => {
  test.each<[object, string, string]>([
    [{ userId: 'id', freinds: [] }, '/freinds', 'friends'],
    [{ userid: 'id', friends: [{ userId: 'a', remark: '' }] }, '/userid', 'userId'],
    [{ userId: 'id', friends: [{ userID: 'a', remark: '' }] }, '/friends/0/userID', 'userId'],
  ])('%j', async (body, pointer, name) => {
    expect(await errorsOf(body)).toEqual([{ pointer, message: `is not a known member; did you mean "${name}"?` }])
  })

  test('but an unknown one of another meaning is no guess', async () => {
    expect(await errorsOf({ userId: 'id', colour: [] })).toEqual([
      { pointer: '/friends', message: 'is required' },
      { pointer: '/colour', message: 'is not a known member; known are app, userId, friends' },
    ])
  })

  test('and one misspelling stands for one member alone', async () => {
    const body = { frinds: [], userIds: '', userld: '' }
    expect(await errorsOf(body)).toEqual([
      { pointer: '/userIds', message: 'is not a known member; did you mean "userId"?' },
      { pointer: '/frinds', message: 'is not a known member; did you mean "friends"?' },
      { pointer: '/userld', message: 'is not a known member; did you mean "userId"?' },
    ])
  })
})

describe('later faults are told at their own places', () => {
  test('in each of several lists', async () => {
    const body = { userId: 'id', friendIds: ['a', 7, 'c'], fields: ['remark', 'nick', 'lists'] }
    await expect(validate('friends.get', body)).rejects.toMatchObject({
      parts: { errors: [{ pointer: '/friendIds/1' }, { pointer: '/fields/1' }] },
    })
  })

  test('and so is an entry that stands twice behind another fault', async () => {
    const friends = [{ userId: 'x', remark: 7 }, ...['a', 'a'].map((userId) => ({ userId, remark: '' }))]
    expect(await errorsOf({ userId: 'id', friends })).toMatchObject([
      { pointer: '/friends/0/remark' },
      { pointer: '/friends/2/userId' },
    ])
  })
})
