import { afterAll, beforeAll, expect, test } from 'vitest'
import { verdicts } from '../../support/gateway/answer.ts'
import { ask, done } from '../../support/gateway/chain.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
import { named, rows } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** OWASP API3:2023, broken object property level authorization: members nobody documented go neither in nor out. */

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

const LEAK = 'not-for-callers'

/** Maps whose names are the app's own: each of their members is told. */
const MAPS = new Set(['AttrNames', 'Attrs'])

/** The same reply with a member more in every object of it whose members Chat names. */
function spiked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spiked)
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).map(([name, member]) => [name, MAPS.has(name) ? member : spiked(member)])
  return { ...Object.fromEntries(members), Tag_Profile_IM_Token: LEAK, internal: { note: LEAK } }
}

test.each(named(rows))(
  '%s answers what it answered before, whatever else Chat’s reply holds',
  async (name, { sample }) => {
    gateway.chat.play(() => sample.reply)
    const plain = await ask(gateway, name, sample.request)
    gateway.chat.play(() => spiked(sample.reply) as object)
    const answer = await ask(gateway, name, sample.request)
    expect([answer.status, answer.text.includes(LEAK)]).toEqual([plain.status, false])
    expect({ ...answer.json, requestId: '' }).toEqual({ ...plain.json, requestId: '' })
  },
)

test.each(named(rows))('%s takes no member that it does not know', async (name, { body }) => {
  gateway.chat.play(done)
  const before = gateway.chat.calls.length
  for (const stray of ['From_Account', 'isAdmin', 'caller', 'sdkAppId', 'endpoint', 'requestId']) {
    const { json } = await ask(gateway, name, { ...body, [stray]: 'x' })
    expect([json.code, json.errors?.[0]?.pointer]).toEqual(['INVALID_REQUEST', `/${stray}`])
  }
  expect(gateway.chat.calls.length).toBe(before)
})

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
