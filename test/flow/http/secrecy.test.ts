import { afterEach, describe, expect, test } from 'vitest'
import { type Answer, updateOf } from '../../support/gateway/answer.ts'
import {
  allOk,
  asked,
  cutAtOnce,
  cutMidBody,
  elsewhere,
  entry,
  listing,
  page,
  refused,
} from '../../support/gateway/chat-replies.ts'
import type { Call, Script } from '../../support/gateway/chat-server.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { closedPort, DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'
import { KEY, NEXT_KEY } from '../../support/gateway/user-sig.ts'

let gateway: Gateway
afterEach(() => {
  gateway.close()
  restoreClock()
})

const sigOf = (call: Call) => call.query.get('usersig') ?? ''
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll('*', '%2A').replaceAll('-', '%2D').replaceAll('_', '%5F')
const spellings = (sig: string) => [sig, encodeURIComponent(sig), sig.replaceAll('*', '%2A'), encoded(sig)]

const RUN = 16
/** Whether a run of the secret long enough to matter is there: texts are cut, so the whole never may be. */
const holds = (text: string, secret: string) =>
  Array.from({ length: secret.length - RUN + 1 }, (_, i) => secret.slice(i, i + RUN)).some((run) => text.includes(run))

/** What was printed or answered holds no part of a key, nor of a UserSig that was on the wire. */
function expectNoSecret(answers: readonly Answer[], sigs: readonly string[]): void {
  const seen = gateway.output.text() + answers.map((answer) => answer.text + JSON.stringify(answer.headers)).join('\n')
  expect(sigs.length).toBeGreaterThan(0)
  for (const secret of [KEY, NEXT_KEY, ...sigs.flatMap(spellings)]) expect(holds(seen, secret)).toBe(false)
  expect(seen.match(/usersig(=|%3D)(?!\[redacted\])[^\s"&]{8,}/gi)).toBeNull()
}

const echoes: readonly (readonly [string, (call: Call) => string])[] = [
  ['the key', () => `bad key ${KEY}`],
  ['the UserSig', (call) => `UserSig ${sigOf(call)} refused`],
  ['the UserSig behind its name', (call) => `/v4/sns/friend_update?usersig=${sigOf(call)}&random=1`],
  ['the UserSig URL-encoded', (call) => `UserSig ${encodeURIComponent(sigOf(call))}`],
  ['the UserSig with every mark URL-encoded', (call) => `UserSig ${encoded(sigOf(call))}`],
  ['the whole URL, encoded', (call) => encodeURIComponent(`https://chat/v4?${call.query}`)],
  ['the UserSig where the cut at 200 bytes falls', (call) => `${'x'.repeat(150)} ${sigOf(call)}`],
  ['the UserSig in JSON', (call) => JSON.stringify({ url: `?usersig=${sigOf(call)}` })],
]

describe('what Chat echoes of the UserSig or the key reaches neither answer nor log', () => {
  const places: readonly (readonly [string, (text: string, call: Call) => object])[] = [
    ['ErrorInfo', (text) => refused(30003, text)],
    ['ErrorDisplay', (text) => refused(30003, 'Err', text)],
    ['ErrorInfo of a refused UserSig', (text) => refused(70009, text)],
    ['ResultInfo', (text, call) => listing(asked(call).map((id) => entry(id, 30011, text)))],
    ['the name of a foreign entry', (text, call) => listing([entry(text), ...asked(call).map((id) => entry(id))])],
    ['a page of HTML', (text) => page(502, `<html>${text}</html>`)],
    ['broken JSON', (text) => page(200, `{"ErrorInfo":"${text}`, 'application/json')],
    ['a redirect', (text) => elsewhere(`/elsewhere?${encodeURIComponent(text)}`)],
  ]
  test.each(places.flatMap(([place, put]) => echoes.map(([what, say]) => [what, place, say, put] as const)))(
    '%s in %s',
    async (_, __, say, put) => {
      gateway = await startGateway({
        env: { UPSTREAM_ATTEMPTS: '1', LOG_LEVEL: 'DEBUG' },
        chat: (call) => put(say(call), call),
      })
      const answer = await gateway.update(updateOf('id', ['a']))
      expectNoSecret([answer], gateway.chat.calls.map(sigOf))
    },
  )

  test('not even when the UserSig was renewed while the call was under way', async () => {
    gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1', USERSIG_TTL_SECONDS: '600' } })
    gateway.chat.play((call) => {
      advance(301_000)
      return refused(30003, `UserSig ${sigOf(call)} seen`)
    })
    const answer = await gateway.update(updateOf('id', ['a']))
    expectNoSecret([answer], gateway.chat.calls.map(sigOf))
  })
})

describe('a run rich in faults', () => {
  test('prints and answers neither key nor UserSig, at the most talkative log level', async () => {
    const endpoint = await closedPort()
    gateway = await startGateway({
      env: { UPSTREAM_ATTEMPTS: '2', LOG_LEVEL: 'DEBUG' },
      secrets: (secret) => ({ 'chat-gateway/closed': { ...secret, endpoint }, 'chat-gateway/torn': `{${KEY}` }),
    })
    const sigs: string[] = []
    const faults: readonly Script[] = [
      allOk,
      () => cutAtOnce(),
      () => cutMidBody(listing([entry('a')])),
      () => page(502, 'bad gateway'),
      () => refused(60007),
      () => refused(30006),
      () => listing([]),
      () => refused(70050),
    ]
    const answers: Answer[] = []
    for (const fault of faults) {
      gateway.chat.play((call) => {
        sigs.push(sigOf(call))
        return fault(call)
      })
      answers.push(await gateway.update(updateOf('id', ['a'])))
    }
    answers.push(await gateway.update(updateOf('id', ['a'])))
    for (const app of ['closed', 'torn', 'none']) answers.push(await gateway.update({ app, ...updateOf('id', ['a']) }))
    gateway.secrets.rotate(DEFAULT_SECRET, { ...gateway.secret, secretKey: NEXT_KEY })
    gateway.chat.play((call) => {
      sigs.push(sigOf(call))
      return refused(70009)
    })
    advance(61_000)
    answers.push(await gateway.update(updateOf('id', ['a'])))
    answers.push(await gateway.request({ body: `{"userId":"${KEY}","usersig":"x"` }))
    expectNoSecret(answers, sigs)
    expect(new Set(answers.map((answer) => answer.status)).size).toBeGreaterThan(3)
    expect(gateway.output.text()).toMatch(/"level":"DEBUG"/)
    for (const answer of answers) expect(answer.headers['x-request-id']).toBeTruthy()
  })
})
