import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, coded, done, entryOf, listed, play, verdictsOf } from '../../support/gateway/chain.ts'
import { cutAtOnce, page, refused } from '../../support/gateway/chat-replies.ts'
import type { Script } from '../../support/gateway/chat-server.ts'
import { bodyFor, named, operation, writes } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '2', UPSTREAM_CALLS_PER_SECOND: '10000' } })
})
afterAll(() => gateway.close())

type Said = readonly [operation: string, code: number, info: string, ours: string]
const each = (operations: readonly string[], said: readonly (readonly [number, string])[], ours: string): Said[] =>
  operations.flatMap((name) => said.map(([code, info]) => [name, code, info, ours] as const))

/** What says that the work is done already. */
const already: readonly Said[] = [
  ...each(
    ['friends.add', 'friends.import'],
    [
      [30001, 'Err_SNS_FriendAdd_Friend_Exist'],
      [30001, 'Err_SNS_FriendAdd_Already_Exist'],
      [30001, 'Err_SNS_FriendImport_Friend_Exist'],
      [30001, 'Err_SNS_BlackListAdd_Already_Exist'],
    ],
    'ALREADY_FRIEND',
  ),
  ...each(
    ['blocklist.add'],
    [
      [30001, 'Err_SNS_BlackListAdd_Already_Exist'],
      [30001, 'Err_SNS_Whatever_Already_Exist'],
      [31307, 'Err_SNS_BlackListAdd_Already_Exist'],
      [31307, ''],
      [31307, 'Err_SNS_Anything'],
    ],
    'ALREADY_BLOCKED',
  ),
  ...each(
    ['friends.delete'],
    [
      [31704, ''],
      [31704, 'Err_SNS_FriendDelete_Anything'],
      [30001, 'Err_SNS_FriendDelete_Not_Friend'],
      [30001, 'Err_SNS_FriendDelete_ToTinyId_Not_Friend'],
      [30001, 'Err_SNS_FriendDelete_Friend_Not_Exist'],
      [30001, 'Err_SNS_FriendDelete_Not_Exist'],
    ],
    'NOT_A_FRIEND',
  ),
  ...each(
    ['blocklist.delete'],
    [
      [30001, 'Err_SNS_BlackListDelete_Not_Exist'],
      [30001, 'Err_SNS_Whatever_Not_Exist'],
    ],
    'NOT_BLOCKED',
  ),
]
/** What is a refusal, whatever was before it. */
const refusals: readonly Said[] = [
  ...each(
    ['friends.add', 'friends.import', 'friend-lists.add', 'blocklist.add'],
    [
      [30001, 'Err_SNS_GroupAdd_Friend_Not_Exist'],
      [30001, 'Err_SNS_GroupAdd_ToTinyId_Not_Friend'],
      [32216, 'Err_SNS_GroupAdd_ToTinyId_Not_Friend'],
      [32216, ''],
    ],
    'NOT_A_FRIEND',
  ),
  ['blocklist.delete', 30001, 'Err_SNS_BlackListDelete_Not_Friend', 'NOT_A_FRIEND'],
  ['blocklist.delete', 32216, '', 'NOT_A_FRIEND'],
  ['blocklist.delete', 31704, '', 'NOT_A_FRIEND'],
  ['blocklist.delete', 31307, '', 'ALREADY_BLOCKED'],
  ['friends.add', 31307, '', 'ALREADY_BLOCKED'],
  ['friends.add', 30001, 'Err_SNS_FriendAdd_Source_Illegal', 'INVALID_REQUEST'],
  ['friends.add', 30001, 'Err_SNS_FriendAdd_Friend_Exist_Not', 'INVALID_REQUEST'],
  ['friends.add', 30001, '', 'INVALID_REQUEST'],
  ['friends.add', 30515, 'Err_Already_Exist', 'PEER_BLOCKED'],
  ['friends.add', 30525, '', 'BLOCKED_BY_PEER'],
  ['friends.import', 30010, 'Err_Friend_Exist', 'FRIEND_LIMIT'],
  ['friends.delete', 30001, 'Err_SNS_FriendDelete_Already_Exist', 'INVALID_REQUEST'],
  ['friends.delete', 30003, 'Err_Not_Exist', 'ACCOUNT_NOT_FOUND'],
  ['friends.delete', 32216, '', 'NOT_A_FRIEND'],
  ['friend-lists.add', 30001, 'Err_SNS_GroupAdd_Already_Exist', 'INVALID_REQUEST'],
  ['blocklist.add', 30001, 'Err_SNS_BlackListAdd_Friend_Exist', 'INVALID_REQUEST'],
  ['blocklist.add', 30013, 'Err_Already_Exist', 'BLOCKLIST_LIMIT'],
  ['blocklist.delete', 30001, 'Err_SNS_BlackListDelete_Already_Exist', 'INVALID_REQUEST'],
]

const first = (name: string, code: number, info: string) =>
  play(gateway, name, bodyFor(operation(name), ['a']), coded({ a: [code, info] }))
/** The same answer after something that leaves the effect unknown. */
const afterwards = (before: Script | object, name: string, code: number, info: string) =>
  play(gateway, name, bodyFor(operation(name), ['a']), before, coded({ a: [code, info] }))

describe('what says that it is done already', () => {
  test.each(already)('is a refusal of the first attempt: %s %i %s', async (name, code, info, ours) => {
    const { status, json, calls } = await first(name, code, info)
    expect([status, json.code, verdictsOf(json)]).toEqual([409, ours, [`a failed ${ours}`]])
    expect(json.upstream).toEqual({ code, info })
    expect([json.retryable, json.retry, calls.length]).toEqual([false, undefined, 1])
  })

  test.each(already)('is ok after an attempt of unknown effect: %s %i %s', async (name, code, info) => {
    const { status, json } = await afterwards(cutAtOnce(), name, code, info)
    expect([status, json.outcome, json.results]).toEqual([200, 'ok', [{ userId: 'a', status: 'ok' }]])
    expect(json.counts).toMatchObject({ ok: 1, failed: 0, unknown: 0 })
  })

  test.each(already)('is ok where the caller says it is a repeat: %s %i %s', async (name, code, info) => {
    const body = { ...bodyFor(operation(name), ['a']), repeated: true }
    const { status, json } = await play(gateway, name, body, coded({ a: [code, info] }))
    expect([status, verdictsOf(json)]).toEqual([200, ['a ok']])
    const not = await play(gateway, name, { ...body, repeated: false }, coded({ a: [code, info] }))
    expect(not.status).toBe(409)
  })

  const doubts: readonly (readonly [string, object])[] = [
    ['HTTP 502', page(502, '')],
    ['HTML', page(200, '<html>')],
    ['30007', refused(30007)],
    ['60013', refused(60013)],
  ]
  test.each(doubts)('is ok after %s', async (_, before) => {
    for (const [name, code, info] of already.filter(([, , text]) => text.startsWith('Err_SNS_Fr')).slice(0, 4)) {
      expect(verdictsOf((await afterwards(before, name, code, info)).json)).toEqual(['a ok'])
    }
  })

  test('is a refusal still after attempts that proved to have done nothing', async () => {
    for (const [name, code, info, ours] of already.filter((_, index) => index % 4 === 0)) {
      for (const before of [refused(30006), coded({ a: 30008 }), refused(60007)]) {
        expect(verdictsOf((await afterwards(before, name, code, info)).json)).toEqual([`a failed ${ours}`])
      }
    }
  })

  test('is ok for the items in doubt alone', async () => {
    const { status, json } = await play(
      gateway,
      'friends.add',
      bodyFor(operation('friends.add'), ['a', 'b', 'c']),
      (call) => listed(call, [entryOf(call, 'a', 30001, 'Err_Friend_Exist'), entryOf(call, 'b', 30006)]),
      coded({ b: [30001, 'Err_Friend_Exist'], c: [30001, 'Err_Friend_Exist'] }),
    )
    expect([status, verdictsOf(json)]).toEqual([207, ['a failed ALREADY_FRIEND', 'b failed ALREADY_FRIEND', 'c ok']])
  })
})

describe('what refuses stays a refusal', () => {
  test.each(refusals)('on a first attempt: %s %i %s', async (name, code, info, ours) => {
    expect(verdictsOf((await first(name, code, info)).json)).toEqual([`a failed ${ours}`])
  })
  test.each(refusals)(
    'after an attempt of unknown effect, and as a repeat: %s %i %s',
    async (name, code, info, ours) => {
      const { json } = await afterwards(cutAtOnce(), name, code, info)
      expect([verdictsOf(json), json.retry]).toEqual([[`a failed ${ours}`], undefined])
      const body = { ...bodyFor(operation(name), ['a']), repeated: true }
      expect(verdictsOf((await play(gateway, name, body, coded({ a: [code, info] }))).json)).toEqual([
        `a failed ${ours}`,
      ])
    },
  )
})

describe('a call refused as a whole proves nothing about its items', () => {
  const ofEach = already.filter(([name], index) => already.findIndex(([other]) => other === name) === index)
  test.each(ofEach)('%s %i %s', async (name, code, info) => {
    const body = { ...bodyFor(operation(name), ['a', 'b']), repeated: true }
    const { json } = await play(gateway, name, body, refused(code, info))
    expect(json.counts?.ok).toBe(0)
  })
})

describe.each(named(writes.filter((row) => row.items && row.isRepeatable)))('a retry of %s', (name, row) => {
  test('says that it is one, is taken as it stands, and then meets its own first attempt', async () => {
    const lost = { ...bodyFor(row, ['a', 'b']), app: 'default' }
    const { json, calls } = await play(gateway, name, lost, cutAtOnce())
    expect([json.retry, calls.length]).toEqual([{ ...lost, ...row.asRepeat }, 2 * Math.ceil(2 / row.items!.limit)])
    const said = already.find(([operationName]) => operationName === name)
    const script = said ? coded({ a: [said[1], said[2]], b: [said[1], said[2]] }) : done
    gateway.chat.play(script)
    const again = await ask(gateway, name, json.retry)
    expect([again.status, verdictsOf(again.json)]).toEqual([200, ['a ok', 'b ok']])
    expect(gateway.chat.calls.every((call) => !call.text.includes('repeated'))).toBe(true)
  })
})
