import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, entryOf, listed, play, verdictsOf } from '../../support/gateway/chain.ts'
import { bodyFor, operation } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

describe.each([
  ['friends.check', 'CheckResult_Type_', 'NoRelation'],
  ['blocklist.check', 'BlackCheckResult_Type_', 'NO'],
])('a relation told by %s', (name, prefix, none) => {
  const row = operation(name)
  const related = (id: string, relation: unknown, code = 0) =>
    play(gateway, name, bodyFor(row, [id]), (call) =>
      listed(call, [{ ...entryOf(call, id, code), Relation: relation }]),
    )

  test.each([
    ['BothWay', 'mutual'],
    ['AWithB', 'outgoing'],
    ['BWithA', 'incoming'],
    [none, 'none'],
  ])('%s is "%s"', async (word, relation) => {
    const { status, json } = await related('a', `${prefix}${word}`)
    expect([status, json.results]).toEqual([200, [{ userId: 'a', status: 'ok', relation }]])
  })

  test.each(['Both', 'bothway', 'BothWay ', 'BothWayX', 'No', 'constructor', '__proto__', 'toString', ''])(
    'of "%s" fails the item alone',
    async (word) => {
      const { status, json } = await related('a', `${prefix}${word}`)
      expect([status, verdictsOf(json)]).toEqual([502, ['a failed UPSTREAM_MALFORMED']])
      expect(json.results?.[0]).not.toHaveProperty('relation')
      expect(json.retry).toEqual(row.body)
    },
  )

  test.each([[undefined], [null], [0], [[`${prefix}BothWay`]], [{}], ['BothWay'], ['_BothWay']])(
    'of %j fails the item',
    async (relation) => {
      expect(verdictsOf((await related('a', relation)).json)).toEqual(['a failed UPSTREAM_MALFORMED'])
    },
  )

  test('is not told of an item that failed, though Chat prints one', async () => {
    const { json } = await related('a', `${prefix}${none}`, 30006)
    expect(verdictsOf(json)).toEqual(['a failed UPSTREAM_INTERNAL'])
    expect(json.results?.[0]).not.toHaveProperty('relation')
  })

  test('spoils no other item', async () => {
    const { status, json } = await play(gateway, name, bodyFor(row, ['a', 'b']), (call) =>
      listed(call, [
        { ...entryOf(call, 'b'), Relation: `${prefix}BothWay` },
        { ...entryOf(call, 'a'), Relation: 'x' },
      ]),
    )
    expect([status, verdictsOf(json), json.results?.[1]?.relation]).toEqual([
      207,
      ['a failed UPSTREAM_MALFORMED', 'b ok'],
      'mutual',
    ])
    expect(accounts(gateway)).toEqual([['a', 'b']])
  })
})
