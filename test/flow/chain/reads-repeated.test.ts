import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodies, coded, done, entryOf, listed, play, verdictsOf } from '../../support/gateway/chain.ts'
import { cutAtOnce, cutMidBody, page, refused } from '../../support/gateway/chat-replies.ts'
import { bodyFor, named, type Row, reads } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '2', UPSTREAM_CALLS_PER_SECOND: '10000' } })
})
afterAll(() => gateway.close())

describe.each(named(reads))('the read %s', (name, row) => {
  test.each([
    ['a cut socket', () => cutAtOnce()],
    ['a cut body', () => cutMidBody({})],
    ['HTML', () => page(200, '<html>')],
    ['30006', () => refused(30006)],
    ['30007', () => refused(30007)],
    ['30008', () => refused(30008)],
  ])('is repeated by us after %s', async (_, reply) => {
    const { status, json } = await play(gateway, name, row.body, reply(), done)
    const [first] = bodies(gateway)
    expect([status, json.outcome, bodies(gateway)]).toEqual([200, 'ok', [first, first]])
  })

  test('is failed by a final refusal after an attempt that was lost', async () => {
    const { status, json } = await play(gateway, name, row.body, cutAtOnce(), refused(30003))
    expect([status, json.code, json.outcome, json.retry]).toEqual([404, 'ACCOUNT_NOT_FOUND', 'failed', undefined])
    const late = await play(gateway, name, row.body, cutAtOnce(), refused(30540))
    expect([late.status, late.json.code, late.json.outcome]).toEqual([429, 'RATE_LIMITED', 'failed'])
  })
})

/** Whether it proves something that an item has no entry. */
const isProvedByAbsence = ({ items }: Row): boolean => items?.told !== undefined && 'absent' in items.told

describe.each(named(reads.filter((row) => row.items && !isProvedByAbsence(row))))(
  'an item of the read %s',
  (name, row) => {
    test('is repeated alone, and answered in its place', async () => {
      const { status, json, calls } = await play(
        gateway,
        name,
        bodyFor(row, ['a', 'b', 'c']),
        coded({ b: 30006 }),
        (call) => listed(call, [entryOf(call, 'b')]),
      )
      expect([status, calls, verdictsOf(json)]).toEqual([200, [['a', 'b', 'c'], ['b']], ['a ok', 'b ok', 'c ok']])
    })

    test('left out of the reply is failed in the end, and never unknown', async () => {
      const { json, calls } = await play(gateway, name, bodyFor(row, ['a', 'b']), coded({}), done)
      expect(verdictsOf(json)).toEqual(['a ok', 'b ok'])
      expect(calls).toHaveLength(1)
      const missing = await play(gateway, name, bodyFor(row, ['a', 'b']), (call) => listed(call, [entryOf(call, 'a')]))
      expect(verdictsOf(missing.json)).toEqual(['a ok', 'b failed UPSTREAM_MALFORMED'])
      expect(missing.calls).toEqual([['a', 'b'], ['b']])
      expect(missing.json.counts).toEqual({ ok: 1, failed: 1, unknown: 0 })
    })
  },
)
