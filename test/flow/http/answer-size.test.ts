import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { shapesOf } from '../../../scripts/shapes-of.ts'
import { numbered, type UpdateRequest } from '../../support/gateway/answer.ts'
import { accountsOf, ask, reply } from '../../support/gateway/chain.ts'
import { asked, entry, listing, refused } from '../../support/gateway/chat-replies.ts'
import type { Script } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1', UPSTREAM_CALLS_PER_SECOND: '100000' } })
})
afterAll(() => gateway.close())

/** What the schema of an answer says of an item that is ok. */
interface Results {
  readonly oneOf: readonly [{ readonly properties: Readonly<Record<string, { readonly type?: string }>> }]
}

const FIVE_MIB = 5 * 2 ** 20
/** Lambda refuses a larger response, counted as the JSON around the body is written. */
const LAMBDA_LIMIT = 6 * 2 ** 20
const COUNT = 10_000
const heavy = (remark: string, count = COUNT): UpdateRequest => ({
  userId: 'id',
  friends: numbered(count).map((userId) => ({ userId: userId.padEnd(32, '-'), remark })),
})
const measured = async (script: Script, remark: string, count = COUNT) => {
  gateway.chat.play(script)
  const answer = await gateway.update(heavy(remark, count))
  const items = answer.json.results ?? []
  return {
    answer,
    items,
    bytes: Buffer.byteLength(answer.text),
    wrapped: Buffer.byteLength(JSON.stringify(answer.text)),
  }
}
const failing = (code: number, info: string, remark: string, count = COUNT) =>
  measured((call) => listing(asked(call).map((id) => entry(id, code, info))), remark, count)

describe('an answer that would pass 5 MiB', () => {
  test('leaves out the items’ messages first, says so, and keeps every verdict', async () => {
    const { answer, items, bytes } = await measured(() => refused(30003, 'x'.repeat(200), 'd'.repeat(90)), 'r')
    expect(bytes).toBeLessThanOrEqual(FIVE_MIB)
    expect(answer.json.omitted).toEqual(['message'])
    expect(answer.json.counts).toEqual({ ok: 0, failed: COUNT, unknown: 0 })
    expect(items).toHaveLength(COUNT)
    expect(items.every((item) => item.status === 'failed' && item.error?.code === 'ACCOUNT_NOT_FOUND')).toBe(true)
    expect(items.every((item) => item.error?.message === undefined && item.error?.upstream?.code === 30003)).toBe(true)
  })

  test('leaves out retry next, and counts bytes rather than letters', async () => {
    const { answer, items, bytes } = await measured(
      () => refused(30006, '好'.repeat(66), '好'.repeat(30)),
      '好'.repeat(32),
    )
    expect(bytes).toBeLessThanOrEqual(FIVE_MIB)
    expect(answer.json.omitted).toEqual(['message', 'retry'])
    expect(answer.json).not.toHaveProperty('retry')
    expect(items.every((item) => item.status === 'failed' && item.error?.code === 'UPSTREAM_INTERNAL')).toBe(true)
    expect(items.every((item) => item.error?.retryable === true)).toBe(true)
  })

  test.each([
    ['quotes', '"'],
    ['control characters', '\u0001'],
    ['backslashes', '\\'],
  ])('passes through Lambda whatever Chat says: %s', async (_, letter) => {
    const { answer, items, bytes, wrapped } = await failing(30006, letter.repeat(200), 'r')
    expect(bytes).toBeLessThanOrEqual(FIVE_MIB)
    expect(wrapped).toBeLessThan(LAMBDA_LIMIT)
    expect(answer.json.counts).toEqual({ ok: 0, failed: COUNT, unknown: 0 })
    expect(items.map((item) => item.error?.code)).toEqual(Array(COUNT).fill('UPSTREAM_INTERNAL'))
  })

  test.each([
    ['the caller', 8500, 'Err'.padEnd(100, 'x'), '"'.repeat(88)],
    ['Chat', 9000, '"'.repeat(200), 'r'],
  ])('is measured as Lambda carries it, each quote of %s escaped once more', async (_, count, info, remark) => {
    const { answer, wrapped } = await failing(30006, info, remark, count)
    expect(answer.json.counts).toEqual({ ok: 0, failed: count, unknown: 0 })
    expect(wrapped).toBeLessThan(LAMBDA_LIMIT)
  })

  test('is a batch’s as a whole', async () => {
    gateway.chat.play((call) => listing(asked(call).map((id) => entry(id, 30003, 'x'.repeat(200)))))
    const half = (userId: string) => ({ ...heavy('r', COUNT / 2), userId })
    const entries = ['a', 'b', 'c', 'd'].map((id) => ({ id, operation: 'friends.update', body: half(id) }))
    const answer = await gateway.batch(entries)
    expect(answer.status).toBe(207)
    expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(FIVE_MIB)
    expect(answer.json.responses?.map((entry) => entry.body.results?.length)).toEqual(Array(4).fill(COUNT / 2))
  })
})

describe('what is read of items', () => {
  const userIds = numbered(1_100)
  const texts = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(50, 't'))

  test.each([
    ['user-tags.get', 'UserTags', 'tags', { Tags: texts }],
    [
      'user-attributes.get',
      'UserAttrs',
      'attributes',
      { Attrs: Object.fromEntries(texts.slice(50).map((text) => [text, text])) },
    ],
  ])('%s goes where it is more than an answer holds, and no verdict', async (name, list, member, said) => {
    const told = (To_Account: string) => ({ To_Account, ...said })
    gateway.chat.play((call) => reply({ [list]: accountsOf(call).map(told) }))
    const { status, json } = await ask(gateway, name, { userIds })
    expect({ status, ...json }).toMatchObject({ status: 200, outcome: 'ok', counts: { ok: 1_100 } })
    expect(json).toMatchObject({ omitted: expect.arrayContaining([member]) })
    expect(json.results).toEqual(userIds.map((userId) => ({ userId, status: 'ok' })))
  })

  test.each([...operations.values()].filter(({ items }) => items?.read))(
    'is named by $name',
    async ({ name, items }) => {
      const { results } = (await shapesOf(name)).answer.properties
      const [ok] = (results!.items as Results).oneOf
      const ofAnySize = Object.entries(ok.properties).filter(([, { type = '' }]) => ['array', 'object'].includes(type))
      // `unreadable` names members of the answer, so that it is never long.
      const isSmall = (member: string) => member === items?.large || member === 'unreadable'
      expect(ofAnySize.map(([member]) => member).filter((member) => !isSmall(member))).toEqual([])
    },
  )
})

describe('an answer below it', () => {
  test('leaves out nothing', async () => {
    const { answer, items } = await failing(30003, '', 'r')
    expect(answer.json).not.toHaveProperty('omitted')
    expect(items.every((item) => item.error?.message !== undefined)).toBe(true)
  })
})
