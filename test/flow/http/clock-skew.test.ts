import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { startChat as startEmulator } from '../../../local/chat/index.ts'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk, refused } from '../../support/gateway/chat-replies.ts'
import { type Call, type Script, Wire } from '../../support/gateway/chat-server.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'
import { KEY, NEXT_KEY, readUserSig, signatureOf } from '../../support/gateway/user-sig.ts'
import { strictSeed } from '../../support/strict-seed.ts'

const HOUR_MS = 3_600_000

let gateway: Gateway
afterEach(() => {
  gateway.close()
  restoreClock()
})

const start = async (chat: Script) => {
  gateway = await startGateway({ chat, env: { LOG_LEVEL: 'INFO' } })
  return gateway
}
const update = () => gateway.update(updateOf('id', ['a']))

/** What the machine's clock says, however the gateway's is moved. It is Chat's, and in the `Date` of its replies. */
const chatNow = () => performance.timeOrigin + performance.now()
const signedIn = ({ query }: Call) => readUserSig(query.get('usersig') ?? '')

/** Chat that takes one key, and no UserSig whose time is over or, where that is said, yet to come. */
const chatAt =
  (code: number, { key = KEY, refusesFuture = false } = {}): Script =>
  (call) => {
    const signed = signedIn(call)
    if (signed.signature !== signatureOf(signed, key)) return refused(70009)
    const isOver = (signed.issuedAt + signed.expiresIn) * 1000 <= chatNow()
    const isToCome = refusesFuture && signed.issuedAt * 1000 > chatNow() + 5000
    return isOver || isToCome ? refused(code) : allOk(call)
  }

/** A refusal that tells this time, or none. */
const expiredAt = (date: string | undefined) =>
  new Wire((response) => {
    response.sendDate = false
    response.writeHead(200, date === undefined ? {} : { date })
    response.end(JSON.stringify(refused(70001)))
  })

const linesOf = (message: string) =>
  gateway.output
    .text()
    .split('\n')
    .filter((line) => line.includes(`"${message}"`))
    .map((line) => JSON.parse(line))

/** Whether the latest call was signed by Chat's time, give or take a minute. */
const isInTime = () => {
  const call = gateway.chat.calls.at(-1)
  return call !== undefined && Math.abs(signedIn(call).issuedAt * 1000 - chatNow()) < 60_000
}

describe('where our clock is wrong and Chat calls the UserSig expired', () => {
  test.each([
    ['slow', -30 * HOUR_MS],
    ['fast', 13 * HOUR_MS],
  ])('since it is %s, one more call signed by Chat’s time succeeds, and no secret is read', async (_, off) => {
    const { chat, secrets } = await start(chatAt(70001, { refusesFuture: true }))
    advance(off)
    expect((await update()).status).toBe(200)
    expect([chat.calls.length, secrets.count('AWSCURRENT'), isInTime()]).toEqual([2, 1, true])
    expect((await update()).status).toBe(200)
    expect(chat.calls).toHaveLength(3)
    const [line, ...more] = linesOf('clock skew corrected')
    expect([line.level, line.app, line.ClockSkewCorrected, more]).toEqual(['WARN', 'default', 1, []])
    expect(Math.abs(line.seconds + off / 1000)).toBeLessThanOrEqual(10)
  })

  test('many requests at once together cost one refusal', async () => {
    const { chat } = await start(chatAt(70001))
    advance(-30 * HOUR_MS)
    const answers = await Promise.all(Array.from({ length: 50 }, update))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(chat.calls).toHaveLength(51)
  })

  test('a key that changed as well is found all the same', async () => {
    const { secrets, secret } = await start(chatAt(70001))
    secrets.rotate(DEFAULT_SECRET, { ...secret, secretKey: NEXT_KEY })
    advance(-30 * HOUR_MS)
    expect((await update()).status).toBe(200)
  })

  test('it is trusted again once it is right', async () => {
    const { chat } = await start(chatAt(70001))
    advance(-30 * HOUR_MS)
    await update()
    restoreClock()
    expect([(await update()).status, (await update()).status]).toEqual([200, 200])
    expect([chat.calls.length, isInTime()]).toEqual([4, true])
    expect(linesOf('clock skew reviewed')).toMatchObject([{ seconds: 0 }])
  })

  test('it is corrected again when it jumps once more', async () => {
    await start(chatAt(70001, { refusesFuture: true }))
    for (const hours of [-30, 7, 20, -9]) {
      restoreClock()
      advance(hours * HOUR_MS)
      expect([(await update()).status, isInTime()]).toEqual([200, true])
    }
  })
})

test('the emulator, with its clock set apart, is answered the same way', async () => {
  const emulator = await startEmulator({ port: 0, seed: strictSeed })
  onTestFinished(() => emulator.close())
  const setAhead = (hours: number) =>
    fetch(`${emulator.url}/_emulator/clock`, { method: 'POST', body: JSON.stringify({ aheadMs: hours * HOUR_MS }) })
  gateway = await startGateway({ secrets: () => ({ [DEFAULT_SECRET]: emulator.secrets().default! }) })
  const body = { userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] }
  for (const hours of [0, 30, 0, -30, 60]) {
    await setAhead(hours)
    expect((await gateway.update(body)).status).toBe(200)
  }
  expect(linesOf('clock skew corrected')).toHaveLength(2)
})

describe('a UserSig that is called expired is treated as any refused one', () => {
  test.each([
    ['without a date', () => undefined],
    ['with a date nobody can read', () => 'yesterday'],
    ['with a date that our clock agrees with', () => new Date().toUTCString()],
    ['with a date too far from our clock to be true', () => 'Fri, 01 Jan 2100 00:00:00 GMT'],
  ])('%s', async (_, date) => {
    const { chat, secrets } = await start(() => expiredAt(date()))
    expect((await update()).json).toMatchObject({ code: 'CREDENTIALS_REJECTED', upstream: { code: 70001 } })
    expect([chat.calls.length, secrets.count('AWSCURRENT')]).toEqual([2, 2])
    expect(chat.calls.map((call) => signedIn(call).issuedAt * 1000 <= chatNow())).toEqual([true, true])
  })

  test('after one more call where that date does not help, and is not signed by it again', async () => {
    const wrong = new Date(chatNow() + 20 * HOUR_MS).toUTCString()
    const { chat, secrets } = await start(() => expiredAt(wrong))
    expect((await update()).status).toBe(502)
    expect([chat.calls.length, secrets.count('AWSCURRENT'), isInTime()]).toEqual([3, 2, true])
    expect(new Set(chat.calls.map((call) => signedIn(call).expiresIn))).toEqual(new Set([86_400]))
    expect(linesOf('clock skew corrected')).toEqual([])
  })

  test('where it is refused for another reason than its time', async () => {
    const { chat, secrets } = await start((call) => (call.number === 1 ? refused(70003) : allOk(call)))
    advance(-30 * HOUR_MS)
    expect((await update()).status).toBe(200)
    expect([chat.calls.length, secrets.count('AWSCURRENT'), linesOf('clock skew corrected')]).toEqual([2, 2, []])
  })
})
