import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shapeFault } from '../../support/answer-shapes.ts'
import { ask, bodies, type ChainBody, play, reply } from '../../support/gateway/chain.ts'
import { inTurn } from '../../support/gateway/chat-replies.ts'
import type { Body } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

const body = { userId: 'id' }
const friends = (...ids: string[]) => ids.map((id) => ({ To_Account: id, ValueItem: [] }))
const last = { UserDataItem: friends('a'), FriendNum: 1, CompleteFlag: 1, NextStartIndex: 0 }
const more = { ...last, CompleteFlag: 0, NextStartIndex: 1 }
const blocked = (...ids: string[]) => ids.map((id) => ({ To_Account: id, AddBlackTimeStamp: 1700000000 }))
const without = (members: Body, name: string) =>
  Object.fromEntries(Object.entries(members).filter(([member]) => member !== name))
const starts = () => bodies(gateway).map((sent) => sent.StartIndex)

async function walk(name: string, limits: readonly (number | undefined)[] = []): Promise<ChainBody[]> {
  const pages: ChainBody[] = []
  let cursor: string | undefined
  do {
    const limit = limits[pages.length]
    const { status, json } = await ask(gateway, name, { ...body, ...(cursor && { cursor }), ...(limit && { limit }) })
    expect([status, json.outcome]).toEqual([200, 'ok'])
    pages.push(json)
    cursor = json.cursor
  } while (cursor !== undefined && pages.length < 10)
  return pages
}
async function expectMalformed(name: string, members: Body, cursor?: string) {
  const { status, json, calls } = await play(gateway, name, { ...body, ...(cursor && { cursor }) }, reply(members))
  expect([status, json.code, json.outcome, json.retryable]).toEqual([502, 'UPSTREAM_MALFORMED', 'failed', true])
  expect(json.retry).toEqual({ ...body, ...(cursor && { cursor }) })
  for (const member of ['counts', 'results', 'friends', 'blocked', 'cursor']) expect(json).not.toHaveProperty(member)
  expect(calls).toHaveLength(1)
}

describe('friends.list', () => {
  test('walks three pages by the index the last one named, the sequences always 0', async () => {
    gateway.chat.play(
      inTurn(
        reply({
          UserDataItem: friends('a', 'b'),
          FriendNum: 5,
          CompleteFlag: 0,
          NextStartIndex: 2,
          StandardSequence: 7,
        }),
        reply({ UserDataItem: friends('c'), FriendNum: 5, CompleteFlag: 0, NextStartIndex: 40, CustomSequence: 9 }),
        reply({ UserDataItem: friends('d', 'e'), FriendNum: 5, CompleteFlag: 1, NextStartIndex: 0 }),
      ),
    )
    const pages = await walk('friends.list')
    expect(starts()).toEqual([0, 2, 40])
    for (const sent of bodies(gateway)) expect(sent).toMatchObject({ StandardSequence: 0, CustomSequence: 0 })
    expect(pages.map((page) => page.friends?.map((friend) => friend.userId).join(''))).toEqual(['ab', 'c', 'de'])
    expect(pages.map((page) => page.total)).toEqual([5, 5, 5])
  })

  test.each([1, 2, -1, 100])('ends by CompleteFlag %i, whatever the next index says', async (CompleteFlag) => {
    for (const NextStartIndex of [0, 50, undefined, 'x', null]) {
      const { status, json } = await play(
        gateway,
        'friends.list',
        body,
        reply({ ...last, CompleteFlag, NextStartIndex }),
      )
      expect([status, json.friends, json.total]).toEqual([200, [{ userId: 'a' }], 1])
      expect(json).not.toHaveProperty('cursor')
    }
  })

  test('takes a missing list of friends for an empty page, on the way and at the end', async () => {
    const end = await play(gateway, 'friends.list', body, reply(without(last, 'UserDataItem')))
    expect([end.status, end.json.friends]).toEqual([200, []])
    const way = await play(gateway, 'friends.list', body, reply(without(more, 'UserDataItem')))
    expect([way.status, way.json.friends, typeof way.json.cursor]).toEqual([200, [], 'string'])
  })

  test('takes a null list of friends, as Chat sends for an account without any, for an empty page', async () => {
    const { status, json } = await play(
      gateway,
      'friends.list',
      body,
      reply({ ...last, UserDataItem: null, FriendNum: 0 }),
    )
    expect([status, json.friends, json.total]).toEqual([200, [], 0])
  })

  test('takes a missing number of friends for 0', async () => {
    const { status, json } = await play(gateway, 'friends.list', body, reply(without(last, 'FriendNum')))
    expect([status, json.total]).toEqual([200, 0])
  })

  test.each<readonly [string, Body]>([
    ['missing', without(more, 'NextStartIndex')],
    ['null', { ...more, NextStartIndex: null }],
    ['text', { ...more, NextStartIndex: '1' }],
    ['0', { ...more, NextStartIndex: 0 }],
    ['negative', { ...more, NextStartIndex: -1 }],
    ['half a number', { ...more, NextStartIndex: 1.5 }],
    ['beyond exact numbers', { ...more, NextStartIndex: 2 ** 53 }],
    ['missing, as is CompleteFlag', without(without(more, 'NextStartIndex'), 'CompleteFlag')],
  ])('cannot go on where the next index is %s', (_, members) => expectMalformed('friends.list', members))

  test.each([1, 0])('cannot go on from 1 to %i', async (NextStartIndex) => {
    const { json } = await play(gateway, 'friends.list', body, reply(more))
    await expectMalformed('friends.list', { ...more, NextStartIndex }, json.cursor)
  })

  test.each<readonly [string, unknown]>([
    ['a text', 'friends'],
    ['an object', { 0: friends('a')[0] }],
    ['null', [null]],
    ['a friend without a name', [{ ValueItem: [] }]],
    ['a friend whose name is a number', [{ To_Account: 7, ValueItem: [] }]],
  ])('cannot read %s for friends', (_, UserDataItem) => expectMalformed('friends.list', { ...last, UserDataItem }))

  test.each([[3], [2 ** 40]])('tells the total %i as Chat counts it', async (FriendNum) => {
    expect((await play(gateway, 'friends.list', body, reply({ ...last, FriendNum }))).json.total).toBe(FriendNum)
  })

  test.each(['5', -1, 1.5, true])('hides nobody since the number of friends is %j', async (FriendNum) => {
    const { status, json } = await play(gateway, 'friends.list', body, reply({ ...more, FriendNum }))
    expect([status, shapeFault('answer', json)]).toEqual([200, undefined])
    expect(json).toMatchObject({ friends: [{ userId: 'a' }], unreadable: ['total'], cursor: expect.any(String) })
    expect(json).not.toHaveProperty('total')
  })
})

describe('blocklist.list', () => {
  const page = (StartIndex: unknown, ...ids: string[]) => reply({ BlackListItem: blocked(...ids), StartIndex })

  test('walks three pages, each with a limit of its own', async () => {
    gateway.chat.play(inTurn(page(2, 'a', 'b'), page(3, 'c'), page(0, 'd')))
    const pages = await walk('blocklist.list', [2, 1, undefined])
    expect(bodies(gateway).map((sent) => [sent.StartIndex, sent.MaxLimited, sent.LastSequence])).toEqual([
      [0, 2, 0],
      [2, 1, 0],
      [3, 100, 0],
    ])
    expect(pages.map((one) => one.blocked?.map((entry) => entry.userId).join(''))).toEqual(['ab', 'c', 'd'])
    expect(pages[0]?.blocked?.[0]).toEqual({ userId: 'a', blockedAt: '2023-11-14T22:13:20Z' })
    for (const one of pages) expect(one).not.toHaveProperty('total')
  })

  test.each(['CurruentSequence', 'CurrentSequence'])('does not mind a sequence called %s', async (name) => {
    for (const sequence of [0, 13, '13', null]) {
      const { status, json } = await play(gateway, 'blocklist.list', body, { ...page(0, 'a'), [name]: sequence })
      expect([status, Object.keys(json).sort()]).toEqual([200, ['blocked', 'outcome', 'requestId']])
    }
  })

  test('takes a missing list for an empty page', async () => {
    const { status, json } = await play(gateway, 'blocklist.list', body, reply({ StartIndex: 0 }))
    expect([status, json.blocked]).toEqual([200, []])
  })

  test.each<readonly [string, Body]>([
    ['a next index in words', page('5', 'a')],
    ['a list that is a text', { BlackListItem: 'a', StartIndex: 0 }],
    ['an entry that is null', { BlackListItem: [null], StartIndex: 0 }],
    ['an entry without a name', { BlackListItem: [{ AddBlackTimeStamp: 1 }], StartIndex: 0 }],
    ['an entry whose name is a number', { BlackListItem: [{ To_Account: 7, AddBlackTimeStamp: 1 }], StartIndex: 0 }],
  ])('cannot read %s', (_, members) => expectMalformed('blocklist.list', members))
})
