import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Ask, type Instances, startInstances } from '../../support/instances.ts'

let instances: Instances
let ask: Ask
beforeEach(async () => {
  instances = await startInstances(undefined, { UPSTREAM_ATTEMPTS: '1' })
  ask = await instances.start()
})
afterEach(() => instances.close())

const body = { userId: 'alice', friends: [{ userId: 'bob', remark: 'once' }] }
const path = '/v1/friends/update'
const send = (key: string, more: Partial<Parameters<Ask>[0]> = {}, by = ask) =>
  by({ path, body, headers: { 'idempotency-key': key }, ...more })

const control = (name: string, value: object) =>
  fetch(`${instances.chat.url}/_emulator/${name}`, { method: 'POST', body: JSON.stringify(value) })
const callCount = async () => {
  const { calls } = (await (await fetch(`${instances.chat.url}/_emulator/calls`)).json()) as { calls: unknown[] }
  return calls.length
}

describe('a key that was used', () => {
  test('with another body is refused, and nothing is sent', async () => {
    await send('k')
    const other = await send('k', { body: { ...body, friends: [{ userId: 'bob', remark: 'twice' }] } })
    expect([other.status, other.json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect(await callCount()).toBe(1)
  })

  test('and is still running on another instance is refused', async () => {
    const other = await instances.start()
    await send('warm', {}, other)
    await control('faults', { fault: { latencyMs: 2000 } })
    const first = send('k')
    await expect.poll(callCount).toBe(2)
    const second = await send('k', {}, other)
    expect([second.status, second.json.code, second.json.retryable]).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS', true])
    expect((await first).status).toBe(200)
  })

  test('and is still running on the same instance waits for its turn, and gets the same answer', async () => {
    const [first, second] = await Promise.all([send('k'), send('k')])
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([undefined, 'true'])
    expect(second.json).toEqual(first.json)
  })

  test('replays the stored answer, on any instance, without a call', async () => {
    const first = await send('k')
    const second = await send('k', {}, await instances.start())
    expect(second.json).toEqual(first.json)
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([undefined, 'true'])
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
    expect(await callCount()).toBe(1)
  })

  test('replays a final refusal by Chat, and what is unknown', async () => {
    const ghost = { body: { ...body, userId: 'nobody' } }
    expect((await send('refused', ghost)).status).toBe(404)
    expect((await send('refused', ghost)).headers['idempotency-replayed']).toBe('true')
    await control('faults', { fault: { kind: 'cut', after: true } })
    expect((await send('unknown')).json.results?.map(({ status }) => status)).toEqual(['unknown'])
    expect((await send('unknown')).headers['idempotency-replayed']).toBe('true')
    expect(await callCount()).toBe(2)
  })

  test('is free again where nothing was done and a repeat may help, or where the request was refused before a call', async () => {
    await control('faults', { fault: { errorCode: 60007 } })
    expect((await send('limited')).status).toBe(429)
    expect((await send('limited')).status).toBe(200)
    expect((await send('bad', { body: { userId: 'alice' } })).status).toBe(400)
    expect((await send('bad')).status).toBe(200)
  })

  test('by another caller, or for another operation, is another key', async () => {
    await send('k')
    const second = await ask({
      path: '/v1/blocklist/add',
      body: { userId: 'alice', userIds: ['henry'] },
      headers: { 'idempotency-key': 'k' },
    })
    expect([second.status, second.headers['idempotency-replayed']]).toEqual([200, undefined])
  })

  test('is another key under another app', async () => {
    const both = { userId: 'frank', userIds: ['henry'] }
    const under = (app: string) => send('k', { path: '/v1/blocklist/add', body: { ...both, app } })
    await under('default')
    const other = await under('europe')
    expect([other.status, other.json.code, other.headers['idempotency-replayed']]).toEqual([
      404,
      'ACCOUNT_NOT_FOUND',
      undefined,
    ])
  })

  test('keeps the entries of a batch apart, and replays each', async () => {
    const requests = ['bob', 'carol'].map((userId) => ({
      id: userId,
      operation: 'friends.update',
      body: { userId: 'alice', friends: [{ userId, remark: 'x' }] },
    }))
    const first = await send('k', { path: '/v1/batch', body: { requests } })
    const second = await send('k', { path: '/v1/batch', body: { requests } })
    expect(first.json.responses?.map(({ status }) => status)).toEqual([200, 200])
    expect(second.json.responses?.map(({ headers }) => headers['idempotency-replayed'])).toEqual(['true', 'true'])
    expect(await callCount()).toBe(2)
  })
})

test.each([
  ['', 0],
  ['k'.repeat(256), 256],
])('a key of %j is refused', async (key, length) => {
  const answer = await send(key)
  expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_REQUEST'])
  expect(answer.json.detail).toContain(`not ${length}`)
})

test('a key of 255 characters is taken', async () => {
  const [first, second] = [await send('k'.repeat(255)), await send('k'.repeat(255))]
  expect([first.status, second.headers['idempotency-replayed']]).toEqual([200, 'true'])
})

test('a read needs no key, and pays nothing for one', async () => {
  const read = () => ask({ path: '/v1/friends/list', body: { userId: 'alice' }, headers: { 'idempotency-key': 'k' } })
  expect((await read()).status).toBe(200)
  expect((await read()).headers['idempotency-replayed']).toBeUndefined()
})

test('while the table is out of reach a request with a key is refused, and one without goes through', async () => {
  await instances.tables.close()
  const answer = await send('k')
  expect([answer.status, answer.json.code]).toEqual([503, 'STATE_UNAVAILABLE'])
  expect(answer.headers['retry-after']).toMatch(/^\d+$/)
  expect(await callCount()).toBe(0)
  expect((await ask({ path, body })).status).toBe(200)
})
