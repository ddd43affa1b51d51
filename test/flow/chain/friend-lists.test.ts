import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shapeFault } from '../../support/answer-shapes.ts'
import { bodies, done, play, reply } from '../../support/gateway/chain.ts'
import { cutAtOnce, refused } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

const body = { userId: 'id' }
const list = (name: unknown, FriendNumber: unknown, To_Account?: unknown) => ({
  GroupName: name,
  FriendNumber,
  To_Account,
})
const get = (asked: object, ...ResultItem: unknown[]) =>
  play(gateway, 'friend-lists.get', { ...body, ...asked }, reply({ ResultItem, CurrentSequence: 3 }))

describe('friend-lists.get', () => {
  test('answers names and counts in Chat’s order, and no friends unless asked', async () => {
    for (const asked of [{}, { withFriends: false }]) {
      const { status, json } = await get(asked, list('z', 2, ['a', 'b']), list('a', 0, []), list('__proto__', 1, ['c']))
      expect(status).toBe(200)
      expect(Object.keys(json).sort()).toEqual(['lists', 'outcome', 'requestId'])
      expect([json.outcome, json.lists]).toEqual([
        'ok',
        [
          { name: 'z', count: 2 },
          { name: 'a', count: 0 },
          { name: '__proto__', count: 1 },
        ],
      ])
    }
  })

  test('answers the friends where asked, [] where Chat tells of none', async () => {
    const { json } = await get({ withFriends: true }, list('l', 2, ['b', 'a']), list('m', 3), list('n', 0, []))
    expect(json.lists).toEqual([
      { name: 'l', count: 2, friendIds: ['b', 'a'] },
      { name: 'm', count: 3, friendIds: [] },
      { name: 'n', count: 0, friendIds: [] },
    ])
  })

  test('leaves out lists asked for but absent, in Chat’s order', async () => {
    const { status, json } = await get({ lists: ['l', 'gone', 'm'] }, list('m', 1), list('l', 2))
    expect([status, json.lists?.map(({ name }) => name)]).toEqual([200, ['m', 'l']])
    expect(bodies(gateway)[0]).toMatchObject({ GroupName: ['l', 'gone', 'm'] })
  })

  test('answers none where there is none', async () => {
    const { status, json } = await get({ lists: ['gone'] })
    expect([status, json.outcome, json.lists]).toEqual([200, 'ok', []])
  })

  test.each<readonly [string, unknown, unknown, object]>([
    ['a count in words', 'one', ['a'], { friendIds: ['a'], unreadable: ['count'] }],
    ['a count below none', -1, ['a'], { friendIds: ['a'], unreadable: ['count'] }],
    ['no count', null, ['a'], { friendIds: ['a'] }],
    ['friends that are a text', 1, 'a', { count: 1, unreadable: ['friendIds'] }],
    ['a friend that is a number', 2, ['a', 7], { count: 2, unreadable: ['friendIds'] }],
    ['nothing that can be read', {}, [null], { unreadable: ['count', 'friendIds'] }],
  ])('a list with %s hides neither itself nor others', async (_, count, friends, told) => {
    const { status, json } = await get({ withFriends: true }, list('l', count, friends), list('m', 0))
    expect([status, shapeFault('answer', json)]).toEqual([200, undefined])
    expect(json.lists).toEqual([
      { name: 'l', ...told },
      { name: 'm', count: 0, friendIds: [] },
    ])
  })

  test.each<readonly [string, unknown]>([
    ['a text', 'l'],
    ['an object', { l: list('l', 1) }],
    ['null in the place of a list', [null]],
    ['a list without a name', [list(undefined, 1)]],
    ['a list whose name is a number', [list(7, 1)]],
  ])('cannot read %s', async (_, ResultItem) => {
    const asked = { ...body, lists: ['l'], withFriends: true }
    const { status, json } = await play(gateway, 'friend-lists.get', asked, reply({ ResultItem }))
    expect([status, json.code, json.outcome, json.retry]).toEqual([502, 'UPSTREAM_MALFORMED', 'failed', asked])
    expect(json).not.toHaveProperty('lists')
  })
})

describe('friend-lists.add without friends', () => {
  const asked = { ...body, lists: ['l', 'm'] }

  test('that is done answers zero counts and no results', async () => {
    const replies = [done, reply(), reply({ ResultItem: [] }), reply({ ResultItem: null, CurrentSequence: 3 })]
    for (const script of replies) {
      const { status, json } = await play(gateway, 'friend-lists.add', asked, script)
      expect([status, json.outcome, json.counts, json.results]).toEqual([
        200,
        'ok',
        { ok: 0, failed: 0, unknown: 0 },
        [],
      ])
      expect(json).not.toHaveProperty('retry')
    }
  })

  test('that is refused answers a problem without either', async () => {
    const { status, json, headers } = await play(gateway, 'friend-lists.add', asked, refused(30011, 'Err_Lists'))
    expect([status, json.code, json.outcome]).toEqual([409, 'FRIEND_LIST_LIMIT', 'failed'])
    expect(json.upstream).toEqual({ code: 30011, info: 'Err_Lists' })
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    for (const member of ['counts', 'results', 'retry']) expect(json).not.toHaveProperty(member)
  })

  test('whose effect is unknown says so, and repeats whole', async () => {
    const { status, json } = await play(gateway, 'friend-lists.add', asked, cutAtOnce())
    expect([status, json.outcome, json.retryable]).toEqual([503, 'unknown', true])
    expect(json.retry).toEqual({ ...asked, repeated: true })
    for (const member of ['counts', 'results']) expect(json).not.toHaveProperty(member)
  })
})
