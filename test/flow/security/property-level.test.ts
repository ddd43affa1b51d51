import { afterAll, beforeAll, expect, test } from 'vitest'
import { verdicts } from '../../support/gateway/answer.ts'
import { ask, done, listed, reply } from '../../support/gateway/chain.ts'
import { chain } from '../../support/gateway/chain-operations.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
import type { Script } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** OWASP API3:2023, broken object property level authorization: members nobody documented go neither in nor out. */

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

const LEAK = 'not-for-callers'

/** The same reply with a member more in every object of it. */
function spiked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spiked)
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).map(([name, member]) => [name, spiked(member)])
  return { ...Object.fromEntries(members), Tag_Profile_IM_Token: LEAK, internal: { note: LEAK } }
}

const friend = { To_Account: 'a', ValueItem: [{ Tag: 'Tag_SNS_IM_Remark', Value: 'r' }] }
const rich: Readonly<Record<string, Script>> = {
  'friends.list': () => reply({ UserDataItem: [friend], FriendNum: 1, CompleteFlag: 1, NextStartIndex: 0 }),
  'friends.get': (call) =>
    listed(call, [{ To_Account: 'a', ResultCode: 0, ResultInfo: '', SnsProfileItem: friend.ValueItem }]),
  'friend-lists.get': () =>
    reply({ ResultItem: [{ GroupName: 'l', FriendNumber: 1, Friends: ['a'] }], CurrentSequence: 1 }),
  'blocklist.list': () =>
    reply({ BlackListItem: [{ To_Account: 'a', AddBlackTimeStamp: 1 }], StartIndex: 0, CurruentSequence: 1 }),
}

test.each(chain.map((row) => [row.name, row] as const))(
  '%s answers what it answered before, whatever else Chat’s reply holds',
  async (name, { body }) => {
    const script = rich[name] ?? done
    gateway.chat.play(script)
    const plain = await ask(gateway, name, body)
    gateway.chat.play(async (call) => spiked(await script(call)) as object)
    const answer = await ask(gateway, name, body)
    expect([answer.status, answer.text.includes(LEAK)]).toEqual([200, false])
    expect({ ...answer.json, requestId: '' }).toEqual({ ...plain.json, requestId: '' })
  },
)

test.each(chain.map((row) => [row.name, row.body] as const))(
  '%s takes no member that it does not know',
  async (name, body) => {
    gateway.chat.play(done)
    const before = gateway.chat.calls.length
    for (const stray of ['From_Account', 'isAdmin', 'caller', 'sdkAppId', 'endpoint', 'requestId']) {
      const { json } = await ask(gateway, name, { ...body, [stray]: 'x' })
      expect([json.code, json.errors?.[0]?.pointer]).toEqual(['INVALID_REQUEST', `/${stray}`])
    }
    expect(gateway.chat.calls.length).toBe(before)
  },
)

test('friends.update passes on no member of Chat’s reply either', async () => {
  gateway.chat.play(async (call) => spiked(await allOk(call)) as object)
  const { text, json } = await gateway.update({ userId: 'id', friends: [{ userId: 'a', remark: 'r' }] })
  expect([verdicts(json), text.includes(LEAK)]).toEqual([['a ok'], false])
})

test('answers are kept by nobody on the way, and carry no stack', async () => {
  gateway.chat.play(allOk)
  const good = await gateway.update({ userId: 'id', friends: [{ userId: 'a', remark: 'r' }] })
  const bad = await gateway.request({ body: '{' })
  const lost = await gateway.request({ method: 'GET', path: '/v1/nowhere' })
  expect([good, bad, lost].map(({ headers }) => headers['cache-control'])).toEqual(Array(3).fill('no-store'))
  for (const { text } of [bad, lost]) expect(text).not.toMatch(/\bat .+:\d+:\d+|node:|\.mjs|node_modules/)
})
