import { afterEach, describe, expect, test } from 'vitest'
import { codesOf, numbered, updateOf, verdicts } from '../../support/gateway/answer.ts'
import { allOk, codes, inTurn, refused, silence } from '../../support/gateway/chat-replies.ts'
import { chatAccepting } from '../../support/gateway/key-rules.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'
import { isGenuine, KEY, NEXT_KEY, readUserSig } from '../../support/gateway/user-sig.ts'

let gateway: Gateway
const start = async (script = allOk) => {
  gateway = await startGateway({ chat: script, secrets: (secret) => ({ 'chat-gateway/other': secret }) })
  return gateway
}
afterEach(() => {
  gateway.close()
  restoreClock()
})

const body = updateOf('id', ['f'])
const changed = () => ({ ...gateway.secret, secretKey: NEXT_KEY })
const sigs = () => gateway.chat.calls.map((call) => call.query.get('usersig') ?? '')
const resignable = [70001, 70002, 70003, 70005, 70009, 70013, 70014, 70052]

describe('a UserSig that Chat refuses', () => {
  test.each(resignable)('with %i costs one fresh read and one more try with what it brings', async (code) => {
    const { update, secrets, chat } = await start()
    await update(body)
    secrets.rotate(DEFAULT_SECRET, changed())
    chat.play(chatAccepting([NEXT_KEY], code).script)
    expect((await update(body)).status).toBe(200)
    expect([chat.calls.length, secrets.count('AWSCURRENT')]).toEqual([2, 2])
    expect(isGenuine(sigs()[1] ?? '', NEXT_KEY)).toBe(true)
  })

  test.each([70001, 70052])('with %i though the secret is as it was is signed anew', async (code) => {
    const { update, chat } = await start()
    await update(body)
    advance(5_000)
    chat.play(inTurn(refused(code), allOk))
    expect((await update(body)).status).toBe(200)
    expect(chat.calls).toHaveLength(2)
    const [first, second] = sigs().map(readUserSig)
    expect((second?.issuedAt ?? 0) - (first?.issuedAt ?? 0)).toBeGreaterThanOrEqual(5)
  })

  test('is tried once more with AWSPREVIOUS where the read brings nothing new', async () => {
    const { update, secrets, chat, secret } = await start(chatAccepting([KEY]).script)
    secrets.current.set(DEFAULT_SECRET, changed())
    secrets.previous.set(DEFAULT_SECRET, secret)
    expect((await update(body)).status).toBe(200)
    expect(chat.calls.length).toBeLessThanOrEqual(3)
    expect(isGenuine(sigs().at(-1) ?? '', KEY)).toBe(true)
    chat.calls.length = 0
    expect([(await update(body)).status, chat.calls.length]).toEqual([200, 1])
  })

  test('is not tried with an AWSPREVIOUS that is the same', async () => {
    const { update, secrets, chat, secret } = await start(chatAccepting([]).script)
    secrets.previous.set(DEFAULT_SECRET, { ...secret })
    const answer = await update(body)
    expect([answer.status, answer.json.code]).toEqual([502, 'CREDENTIALS_REJECTED'])
    expect(chat.calls.length).toBeLessThanOrEqual(2)
  })

  test('by every key there is fails with the code Chat gave, and is not repeated as others are', async () => {
    const { update, secrets, chat } = await start(chatAccepting([]).script)
    secrets.rotate(DEFAULT_SECRET, changed())
    const answer = await update(body)
    expect(answer).toMatchObject({ status: 502, json: { code: 'CREDENTIALS_REJECTED', upstream: { code: 70009 } } })
    expect(verdicts(answer.json)).toEqual(['f failed CREDENTIALS_REJECTED'])
    expect(chat.calls.length).toBeLessThanOrEqual(3)
  })

  test('in the middle of a long request spoils none of it when the key changed', async () => {
    const { update, chat, secrets } = await start()
    const rules = chatAccepting([NEXT_KEY])
    chat.play((call) => {
      if (call.number === 3) secrets.rotate(DEFAULT_SECRET, changed())
      return call.number < 3 ? allOk(call) : rules.script(call)
    })
    const answer = await update(updateOf('id', numbered(4000)))
    expect([answer.status, rules.refusals]).toEqual([200, 1])
  })
})

describe('a UserSig refusal inside an item', () => {
  test.each([70001, 70009, 70050])('%i is that item’s failure alone', async (code) => {
    const { update, secrets, chat } = await start()
    chat.play(codes({ b: code }))
    const answer = await update(updateOf('id', ['a', 'b', 'c']))
    expect([answer.status, codesOf(answer.json)]).toEqual([207, ['ok', 'CREDENTIALS_REJECTED', 'ok']])
    expect([chat.calls.length, secrets.count()]).toEqual([1, 1])
    expect((await update(updateOf('id', ['a', 'c']))).status).toBe(200)
  })
})

describe('credentials that were refused are held', () => {
  const held = async () => {
    const { update, chat, secrets } = await start(chatAccepting([]).script)
    await update(body)
    chat.calls.length = 0
    secrets.reads.length = 0
    return gateway
  }

  test('and counted once, with the number that Chat gave', async () => {
    const { update, output } = await held()
    await update(body)
    const lines = output.warnings().filter((line) => line.includes('"CredentialsHeld":1'))
    expect(lines.map((line) => JSON.parse(line).errorCode)).toEqual([70009])
  })

  test('for 60 seconds, without a call', async () => {
    const { update, chat } = await held()
    for (const seconds of [0, 20, 20, 19]) {
      advance(seconds * 1000)
      const answer = await update(body)
      expect([answer.status, answer.json.code]).toEqual([502, 'CREDENTIALS_REJECTED'])
      expect(verdicts(answer.json)).toEqual(['f failed CREDENTIALS_REJECTED'])
    }
    expect(chat.calls).toHaveLength(0)
    advance(2000)
    chat.play(allOk)
    expect([(await update(body)).status, chat.calls.length]).toEqual([200, 1])
  })

  test('while all requests together read the secret once a second at most', async () => {
    const { update, secrets } = await held()
    const many = () => Promise.all(Array.from({ length: 30 }, (_, i) => update(updateOf(`id${i}`, ['f']))))
    await many()
    expect(secrets.count()).toBeLessThanOrEqual(1)
    for (let second = 1; second <= 5; second++) {
      const before = secrets.count()
      advance(1001)
      await many()
      await many()
      expect(secrets.count() - before).toBe(1)
    }
  })

  test('until the secret changes', async () => {
    const { update, chat, secrets } = await held()
    secrets.rotate(DEFAULT_SECRET, changed())
    chat.play(chatAccepting([NEXT_KEY]).script)
    advance(1001)
    expect([(await update(body)).status, chat.calls.length]).toEqual([200, 1])
    const reads = secrets.count()
    advance(5000)
    expect([(await update(body)).status, chat.calls.length]).toEqual([200, 2])
    expect(secrets.count()).toBe(reads)
  })

  test('though Secrets Manager is down as well', async () => {
    const { update, chat, secrets } = await held()
    secrets.fault = { type: 'InternalServiceError', status: 500 }
    advance(1001)
    expect((await update(body)).json.code).toBe('CREDENTIALS_REJECTED')
    expect(chat.calls).toHaveLength(0)
  })

  test('and not doubted when Secrets Manager hangs: a refusal still proves that nothing was done', async () => {
    const { update, chat, secrets } = await start()
    await update(body)
    secrets.fault = silence()
    chat.play(chatAccepting([]).script)
    const answer = await update(body, { ms: 1500 })
    expect(answer.json.results?.map((item) => item.status)).toEqual(['failed'])
    expect(chat.calls.length).toBeLessThanOrEqual(2)
  })

  test('as that app’s alone', async () => {
    const { update, chat } = await held()
    chat.play(allOk)
    expect((await update({ app: 'other', ...body })).status).toBe(200)
  })

  test('at once after a 70050: no fresh try that would provoke the next', async () => {
    const { update, chat, secrets } = await start()
    await update(body)
    chat.play(() => refused(70050))
    secrets.rotate(DEFAULT_SECRET, gateway.secret)
    expect(await update(body)).toMatchObject({ status: 502, json: { upstream: { code: 70050 } } })
    expect(chat.calls).toHaveLength(1)
    expect((await update(body)).json.code).toBe('CREDENTIALS_REJECTED')
    expect(chat.calls).toHaveLength(1)
  })
})

describe('a hundred requests on a cold instance with a bad key', () => {
  test('spend three refused calls at most, and each is told', async () => {
    const { batch, chat, secrets } = await start(chatAccepting([]).script)
    secrets.rotate(DEFAULT_SECRET, changed())
    const entries = numbered(100).map((id) => ({ id, operation: 'friends.update', body: updateOf(id, ['f']) }))
    const answer = await batch(entries)
    expect(answer.json.responses?.map((entry) => [entry.status, entry.body.code])).toEqual(
      Array(100).fill([502, 'CREDENTIALS_REJECTED']),
    )
    expect(chat.calls.length).toBeLessThanOrEqual(3)
  })
})
