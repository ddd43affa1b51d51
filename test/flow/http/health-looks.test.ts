import { describe, expect, test } from 'vitest'
import { refused } from '../../support/gateway/chat-replies.ts'
import { checkOf, healthAtAStandstill, known } from '../../support/gateway/health.ts'
import { DEFAULT_SECRET } from '../../support/gateway/start.ts'
import { NEXT_KEY } from '../../support/gateway/user-sig.ts'

/** How often an app is looked at, whoever asks for its health. */
const health = healthAtAStandstill()
const { start, advance, askOf } = health

describe('the health of an app', () => {
  test('is looked at once in 10 s, whoever asks and however many at once', async () => {
    await start()
    const all = await Promise.all([askOf(), askOf(), askOf('default', { caller: 'arn:aws:iam::000000000000:user/b' })])
    advance(9_999)
    all.push(await askOf())
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect([health.gateway.chat.calls.length, health.gateway.secrets.count()]).toEqual([1, 1])
    advance(1)
    expect((await Promise.all([askOf(), askOf()])).map(({ status }) => status)).toEqual([200, 200])
    expect([health.gateway.chat.calls.length, health.gateway.secrets.count()]).toEqual([2, 2])
  })

  test('that fails is not looked at more often: what was found is told for as long', async () => {
    await start(() => refused(60_026))
    const first = await askOf()
    health.gateway.chat.play(known)
    advance(9_999)
    expect([(await askOf()).status, first.status, health.gateway.chat.calls]).toEqual([503, 503, []])
    advance(1)
    expect([(await askOf()).status, health.gateway.chat.calls.length]).toEqual([200, 1])
  })

  test('is looked at by itself: another app costs a call of its own', async () => {
    await start(known, { secrets: (secret) => ({ 'chat-gateway/other': { ...secret, sdkAppId: 1_400_000_009 } }) })
    await Promise.all([askOf(), askOf('other'), askOf('other')])
    expect(health.gateway.chat.calls).toHaveLength(2)
    advance(9_999)
    await Promise.all([askOf(), askOf('other')])
    expect(health.gateway.chat.calls).toHaveLength(2)
  })

  test('so many names, and no more, can be tried in a while', async () => {
    const { secrets } = await start()
    const statuses: number[] = []
    for (let app = 0; app < 51; app++) statuses.push((await askOf(`guess${app}`)).status)
    expect([statuses.slice(0, 50).every((status) => status === 503), statuses[50]]).toEqual([true, 429])
    expect(secrets.count()).toBe(50)
    advance(10_000)
    expect((await askOf()).status).toBe(200)
  })
})

describe('credentials that are held', () => {
  test('cost no call: the hold’s answer is told, until the secret is mended', async () => {
    const { chat, secrets, secret } = await start(() => refused(70_003))
    expect(checkOf(await askOf(), 'chat')?.error).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
    chat.play(known)
    for (let look = 0; look < 4; look++) {
      advance(10_000)
      expect(checkOf(await askOf(), 'chat')?.error?.message).toMatch(/less than a minute ago, so nothing is sent/)
    }
    expect(chat.calls).toEqual([])
    secrets.rotate(DEFAULT_SECRET, { ...secret, secretKey: NEXT_KEY })
    advance(10_000)
    expect([(await askOf()).status, chat.calls.length]).toEqual([200, 1])
  })

  test('cost one once the minute is over, though nobody mended anything', async () => {
    const { chat } = await start(() => refused(70_003))
    await askOf()
    chat.play(known)
    advance(59_999)
    expect([(await askOf()).status, chat.calls.length]).toEqual([503, 0])
    advance(10_000)
    expect([(await askOf()).status, chat.calls.length]).toEqual([200, 1])
  })
})
