import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { done, entryOf, listed, play, reply, verdictsOf } from '../../support/gateway/chain.ts'
import { cutAtOnce, cutJson, cutMidBody, page, refused } from '../../support/gateway/chat-replies.ts'
import type { Call, Reply } from '../../support/gateway/chat-server.ts'
import { bodyFor, itemised, kinds, named } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** An app a call: some rows may be called once a second by an app, and nobody waits for that here. */
const apps = Array.from({ length: 40 }, (_, number) => `app-${number}`)
let calls = 0
const ofSomeApp = (body: object) => ({ app: apps[calls++ % apps.length], ...body })

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({
    env: { UPSTREAM_ATTEMPTS: '1' },
    secrets: (secret) => Object.fromEntries(apps.map((app) => [`chat-gateway/${app}`, secret])),
  })
})
beforeEach(() => gateway.output.clear())
afterAll(() => gateway.close())

describe.each(named(itemised))('an item of %s is never ok without its own ResultCode 0, once', (name, row) => {
  const unproved = `b ${row.effect === 'read' ? 'failed' : 'unknown'} UPSTREAM_MALFORMED`
  type Lie = (call: Call) => readonly unknown[]
  const lies: readonly (readonly [string, Lie])[] = [
    ['its entry is missing', () => []],
    ['its entry stands twice', (call) => [entryOf(call, 'b'), entryOf(call, 'b')]],
    ['its entry stands twice, once failed', (call) => [entryOf(call, 'b', 30003), entryOf(call, 'b')]],
    ['its code is the text "0"', (call) => [entryOf(call, 'b', '0')]],
    ['its code is null', (call) => [entryOf(call, 'b', null)]],
    ['its code is 0.5', (call) => [entryOf(call, 'b', 0.5)]],
    ['its code is false', (call) => [entryOf(call, 'b', false)]],
    ['its code is {}', (call) => [entryOf(call, 'b', {})]],
    ['its code is left out', (call) => [{ ...entryOf(call, 'b'), [row.items.told.code]: undefined }]],
    ['its name is in a list', (call) => [entryOf(call, ['b'])]],
    ['its name has a space', (call) => [entryOf(call, 'b ')]],
    ['its name is in capitals', (call) => [entryOf(call, 'B')]],
    ['its entry is an array', () => [['b', 0]]],
    ['its entry is a text', () => ['b']],
    ['its entry is null', () => [null]],
  ]
  test.each(lies)('%s', async (_, entries) => {
    const { status, json } = await play(gateway, name, bodyFor(row, ['a', 'b', 'c']), (call) =>
      listed(call, [entryOf(call, 'a'), ...entries(call), entryOf(call, 'c')]),
    )
    expect([status, json.outcome, verdictsOf(json)]).toEqual([207, 'partial', ['a ok', unproved, 'c ok']])
    expect(json.results?.[1]?.error?.retryable).toBe(row.isRepeatable)
    expect(json.retry).toEqual(row.isRepeatable ? { ...bodyFor(row, ['b']), ...row.asRepeat } : undefined)
  })

  test.each([
    ['null', null],
    ['an object', { 0: { To_Account: 'b', ResultCode: 0 }, length: 1 }],
    ['a text', 'b'],
    ['an empty list', []],
    ['left out', undefined],
  ])('the list is %s', async (_, entries) => {
    const { status, json } = await play(gateway, name, bodyFor(row, ['b']), (call) => listed(call, entries))
    expect([status, verdictsOf(json)]).toEqual([502, [unproved]])
  })

  test('the list goes by another operation’s name', async () => {
    const others = ['ResultItem', 'InfoItem', 'BlackListCheckItem', 'UserDataItem'].filter(
      (list) => list !== row.items.told?.list,
    )
    for (const list of others) {
      const { json } = await play(gateway, name, bodyFor(row, ['b']), (call) => reply({ [list]: [entryOf(call, 'b')] }))
      expect(verdictsOf(json)).toEqual([unproved])
    }
  })

  test('while a foreign entry is ignored, logged, and spoils no other', async () => {
    const { status, json } = await play(gateway, name, bodyFor(row, ['a', 'b']), (call) =>
      listed(
        call,
        ['x', 'b', '__proto__', 'a', 'x'].map((id) => entryOf(call, id)),
      ),
    )
    expect([status, verdictsOf(json)]).toEqual([200, ['a ok', 'b ok']])
    expect(gateway.output.warnings().length).toBeGreaterThan(0)
  })

  test('while accounts named like what every object has get their own verdicts', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'then', 'length', '0']
    const { json } = await play(gateway, name, bodyFor(row, names), (call) =>
      listed(call, names.map((id, index) => entryOf(call, id, index % 2 ? 30003 : 0)).toReversed()),
    )
    expect(verdictsOf(json)).toEqual(
      names.map((id, index) => (index % 2 ? `${id} failed ACCOUNT_NOT_FOUND` : `${id} ok`)),
    )
  })
})

describe.each(named(kinds))('%s takes for no proof', (name, row) => {
  const [status, outcomes] = row.effect === 'read' ? ['failed', ['failed']] : ['unknown', ['failed', 'unknown']]
  const text = JSON.stringify(reply())
  const replies: readonly (readonly [string, () => Reply])[] = [
    ['FAIL with code 0', () => ({ ...reply(), ActionStatus: 'FAIL' })],
    ['ErrorCode "0"', () => ({ ...reply(), ErrorCode: '0' })],
    ['ErrorCode left out', () => ({ ...reply(), ErrorCode: undefined })],
    ['ActionStatus "ok"', () => ({ ...reply(), ActionStatus: 'ok' })],
    ['nothing', () => ({})],
    ['an array', () => [reply()]],
    ['HTML', () => page(200, '<html>')],
    ['an empty body', () => page(200, '', 'application/json')],
    ['cut JSON', () => cutJson(reply())],
    ['a cut body', () => cutMidBody(reply())],
    ['a cut socket', () => cutAtOnce()],
    ['HTTP 500', () => page(500, text, 'application/json')],
    ['HTTP 201', () => page(201, text, 'application/json')],
    ['HTTP 429', () => page(429, text, 'application/json')],
  ]
  test.each(replies)('%s', async (_, script) => {
    const body = ofSomeApp(row.body)
    const { status: http, json } = await play(gateway, name, body, script())
    expect(http).toBeGreaterThanOrEqual(500)
    expect(outcomes).toContain(json.outcome)
    expect(json.results?.map((result) => result.status) ?? [json.outcome]).toEqual([status])
    expect([json.retryable, json.retry]).toEqual([
      row.isRepeatable,
      row.isRepeatable ? { ...body, ...row.asRepeat } : undefined,
    ])
  })
})

describe.each(named(kinds))('%s refused as a whole', (name, row) => {
  test.each([
    [30003, 404, 'ACCOUNT_NOT_FOUND', false],
    [30004, 502, 'ADMIN_REQUIRED', false],
    [30006, 502, 'UPSTREAM_INTERNAL', true],
    [60007, 429, 'RATE_LIMITED', true],
    [30540, 429, 'RATE_LIMITED', true],
    [31707, 429, 'RATE_LIMITED', true],
    [60026, 502, 'REGION_MISMATCH', false],
    [39999, 502, 'UPSTREAM_REJECTED', false],
  ])('by %i is a problem', async (code, status, internal, retryable) => {
    const refusal = refused(code, 'Err_X', 'Show this')
    const { status: http, json, headers } = await play(gateway, name, ofSomeApp(row.body), refusal)
    expect([http, json.status, json.code, json.retryable, json.outcome]).toEqual([
      status,
      status,
      internal,
      retryable,
      'failed',
    ])
    expect(json.upstream).toEqual({ code, info: 'Err_X', display: 'Show this' })
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(headers['retry-after'] !== undefined).toBe(status === 429)
    expect(json.results !== undefined).toBe(row.items !== undefined)
    expect(json.counts !== undefined).toBe(row.items !== undefined)
  })

  test('leaves the next call untouched', async () => {
    expect((await play(gateway, name, ofSomeApp(row.body), done)).status).toBe(200)
  })
})
