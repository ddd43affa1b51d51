import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shapeFault } from '../../support/answer-shapes.ts'
import { entryOf, listed, play } from '../../support/gateway/chain.ts'
import { refused } from '../../support/gateway/chat-replies.ts'
import { bodyFor, itemised, kinds, named, ofAccounts } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

describe.each([30003, 70107])('whose account is missing is told by where Chat says %i', (code) => {
  test.each(named(ofAccounts))('%s: of the whole call, it is the account acted for', async (name, row) => {
    const { json } = await play(gateway, name, row.body, refused(code))
    expect([json.code, json.subject, shapeFault('problem', json)]).toEqual(['ACCOUNT_NOT_FOUND', 'account', undefined])
    for (const { error } of json.results ?? []) expect(error?.subject).toBe('account')
  })

  test.each(named(itemised))('%s: of an item, it is the item’s', async (name, row) => {
    const one = await play(gateway, name, bodyFor(row, ['b']), (call) => listed(call, [entryOf(call, 'b', code)]))
    expect([one.json.code, one.json.subject, shapeFault('problem', one.json)]).toEqual([
      'ACCOUNT_NOT_FOUND',
      'item',
      undefined,
    ])
    const some = await play(gateway, name, bodyFor(row, ['a', 'b']), (call) =>
      listed(call, [entryOf(call, 'a'), entryOf(call, 'b', code)]),
    )
    expect(some.json.results?.map(({ error }) => error?.subject)).toEqual([undefined, 'item'])
    expect(some.json).not.toHaveProperty('subject')
    expect(shapeFault('answer', some.json)).toBeUndefined()
  })
})

test('no other refusal has a subject', async () => {
  for (const [name, row] of named(kinds)) {
    const { json } = await play(gateway, name, row.body, refused(30001))
    expect(json).not.toHaveProperty('subject')
    for (const { error } of json.results ?? []) expect(error).not.toHaveProperty('subject')
  }
})
