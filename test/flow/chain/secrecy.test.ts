import { afterEach, describe, expect, test } from 'vitest'
import { ask, coded, done, listed } from '../../support/gateway/chain.ts'
import { cutAtOnce, entry, page, refused } from '../../support/gateway/chat-replies.ts'
import type { Call, Reply } from '../../support/gateway/chat-server.ts'
import { bodyFor, operation } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { KEY } from '../../support/gateway/user-sig.ts'

let gateway: Gateway
afterEach(() => gateway.close())

const sigOf = (call: Call) => call.query.get('usersig') ?? ''
const echo = (call: Call) => `signed ${sigOf(call)} by ${KEY}, ?usersig=${encodeURIComponent(sigOf(call))}`

describe.each(['friends.list', 'friends.check', 'friends.add', 'friends.delete-all'])('%s', (name) => {
  const row = operation(name)
  const replies: readonly (readonly [string, (call: Call) => Reply | Promise<Reply>])[] = [
    ['done', done],
    ['refused with an echo', (call) => refused(30003, echo(call), echo(call))],
    ['refused credentials with an echo', (call) => refused(70009, echo(call))],
    ['an item failed with an echo', (call) => coded({ a: [30011, echo(call)] })(call)],
    ['a foreign entry named by an echo', (call) => listed(call, [entry(echo(call))])],
    ['a page with an echo', (call) => page(502, echo(call))],
    ['broken JSON with an echo', (call) => page(200, `{"ErrorInfo":"${echo(call)}`, 'application/json')],
    ['a lost call', () => cutAtOnce()],
  ]
  test.each(replies)('%s prints and answers neither key nor UserSig', async (_, reply) => {
    const sigs: string[] = []
    gateway = await startGateway({
      env: { UPSTREAM_ATTEMPTS: '1', LOG_LEVEL: 'DEBUG' },
      chat: (call) => {
        sigs.push(sigOf(call))
        return reply(call)
      },
    })
    const answer = await ask(gateway, name, bodyFor(row, ['a']))
    const seen = gateway.output.text() + answer.text + JSON.stringify(answer.headers)
    expect(sigs.length).toBeGreaterThan(0)
    for (const secret of [KEY, ...sigs]) {
      expect(seen).not.toContain(secret)
      expect(seen).not.toContain(encodeURIComponent(secret))
    }
    expect(gateway.output.text()).toMatch(new RegExp(`"operation":"${name}"`))
  })

  test('logs what became of it, and nobody’s texts', async () => {
    gateway = await startGateway({ chat: done })
    const texts = { remark: 'very private', wording: 'rather private' }
    const friends = [{ userId: 'a', source: 'Web', ...texts }]
    await ask(gateway, name, name === 'friends.add' ? { userId: 'id', friends } : bodyFor(row, ['a']))
    expect(gateway.output.text()).toContain('"outcome":"ok"')
    expect(gateway.output.text()).not.toMatch(/private/)
  })
})

describe('a secret inside what is read', () => {
  const escaped = (text: string) =>
    [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  const echoes: readonly (readonly [string, (sig: string) => string])[] = [
    ['the key', () => KEY],
    ['the key cut by four characters', () => KEY.slice(0, -4)],
    ['the UserSig', (sig) => sig],
    ['the UserSig cut by four characters', (sig) => sig.slice(0, -4)],
    ['the first 32 characters of the UserSig', (sig) => sig.slice(0, 32)],
    ['the UserSig URL-encoded', (sig) => encodeURIComponent(sig).replaceAll('*', '%2A')],
    ['the UserSig escaped', escaped],
  ]
  const told = {
    friends: [
      { userId: 'x [redacted] y', remark: 'x [redacted] y', custom: { 'x [redacted] y': ['x [redacted] y'] } },
      { userId: 'b', remark: 'plain' },
    ],
  }
  const value = (Tag: string, Value: unknown) => ({ Tag, Value })

  test.each(echoes)('%s is taken out of ids, names and values, and nothing else is', async (_, echoOf) => {
    const sigs: string[] = []
    gateway = await startGateway({
      env: { UPSTREAM_ATTEMPTS: '1', LOG_LEVEL: 'DEBUG' },
      chat: (call) => {
        sigs.push(sigOf(call))
        const values = [value('Tag_SNS_IM_Remark', 'x @ y'), value('Tag_SNS_Custom_x @ y', ['x @ y'])]
        const friends = [
          { To_Account: 'x @ y', ValueItem: values },
          { To_Account: 'b', ValueItem: [value('Tag_SNS_IM_Remark', 'plain')] },
        ]
        const text = JSON.stringify({ ErrorCode: 0, UserDataItem: friends, FriendNum: 2, CompleteFlag: 1 })
        return page(200, text.replaceAll('@', echoOf(sigOf(call))), 'application/json')
      },
    })
    const answer = await ask(gateway, 'friends.list', { userId: 'id' })
    expect([answer.status, answer.json]).toMatchObject([200, told])
    const seen = gateway.output.text() + answer.text
    for (const secret of [KEY, ...sigs]) expect(seen).not.toContain(secret.slice(0, 32))
  })
})
