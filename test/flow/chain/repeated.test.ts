import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, coded, done, play, verdictsOf } from '../../support/gateway/chain.ts'
import { cutAtOnce, refused } from '../../support/gateway/chat-replies.ts'
import { bodyFor, named, type Row, repeating } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({
    env: { UPSTREAM_ATTEMPTS: '1' },
    secrets: () => ({ 'chat-gateway/torn': '{' }),
  })
})
afterAll(() => gateway.close())

/** Whether an item has a code of its own. */
const isCoded = ({ items }: Row): boolean => items?.told === undefined || 'code' in items.told || 'fails' in items.told

describe.each(named(repeating.filter((row) => row.items && isCoded(row))))('a repeat of %s', (name, row) => {
  const body = { ...bodyFor(row, ['a', 'b']), repeated: true }
  const of = (ids: readonly string[]) => ({ ...bodyFor(row, ids), repeated: true })

  test('stays unknown where its answer is one that may be retried', async () => {
    const { json } = await play(gateway, name, body, coded({ a: 30006, b: 30540 }))
    expect(verdictsOf(json)).toEqual(['a unknown UPSTREAM_INTERNAL', 'b unknown RATE_LIMITED'])
    expect([json.counts?.unknown, json.retry]).toEqual([2, body])
  })

  test('is failed where it is refused for good, and only the rest is repeated', async () => {
    const { status, json } = await play(gateway, name, body, coded({ a: 30003, b: 30008 }))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(verdictsOf(json)).toEqual(['a failed ACCOUNT_NOT_FOUND', 'b unknown WRITE_CONFLICT'])
    expect(json.retry).toEqual(of(['b']))
  })

  test('is unknown where it is lost, as the first was', async () => {
    const { json } = await play(gateway, name, body, cutAtOnce())
    expect(verdictsOf(json).map((line) => line.split(' ')[1])).toEqual(['unknown', 'unknown'])
    expect(json.retry).toEqual(body)
  })

  test('is ok where it is done now', async () => {
    const { status, json } = await play(gateway, name, body, done)
    expect([status, json.outcome]).toEqual([200, 'ok'])
  })
})

describe.each(named(repeating.filter((row) => !row.items)))('a repeat of %s', (name, row) => {
  const body = { ...row.body, repeated: true }
  test('stays unknown where its answer is one that may be retried', async () => {
    const { json } = await play(gateway, name, body, refused(30006))
    expect([json.outcome, json.code]).toEqual(['unknown', 'UPSTREAM_INTERNAL'])
  })
  test('is failed where it is refused for good', async () => {
    const { status, json } = await play(gateway, name, body, refused(30003))
    expect([status, json.outcome, json.retry]).toEqual([404, 'failed', undefined])
  })
})

test('a repeat whose call was never sent is no more certain than before', async () => {
  gateway.chat.play(done)
  const body = { userId: 'id', userIds: ['a'], repeated: true }
  const { status, json } = await ask(gateway, 'blocklist.add', body, { ms: 560 })
  expect([status, json.code, json.retryable, json.retry]).toEqual([504, 'DEADLINE_EXCEEDED', true, body])
  expect(gateway.chat.calls).toHaveLength(0)
})

test.each(named(repeating))(
  'a repeat of %s for an app whose secret is broken is no more certain than before',
  async (name, row) => {
    const body = { ...row.body, app: 'torn' }
    const plain = await ask(gateway, name, body)
    expect([plain.status, plain.json.code, plain.json.retryable]).toEqual([503, 'SECRET_UNAVAILABLE', true])
    expect(plain.json.results?.[0]?.status ?? plain.json.outcome).toBe('failed')
    const { status, json } = await ask(gateway, name, { ...body, repeated: true })
    expect([status, json.code, json.results?.[0]?.status ?? json.outcome]).toEqual([
      503,
      'SECRET_UNAVAILABLE',
      'unknown',
    ])
  },
)
