import { afterEach, describe, expect, test, vi } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { silence } from '../../support/gateway/chat-replies.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { DEFAULT_SECRET, type Gateway, type Given, startGateway } from '../../support/gateway/start.ts'
import { isGenuine, NEXT_KEY } from '../../support/gateway/user-sig.ts'
import { waitingTime } from '../../support/time-taken.ts'

let gateway: Gateway
const start = async (given: Given = {}) => {
  gateway = await startGateway(given)
  return gateway
}
afterEach(() => {
  gateway.close()
  restoreClock()
})

const body = updateOf('id', ['f'])
const lastSig = () => gateway.chat.calls.at(-1)?.query.get('usersig') ?? ''
const down = { type: 'InternalServiceError', status: 500 }
const isOk = async (ms?: number) => (await gateway.update(body, ms === undefined ? {} : { ms })).status === 200

describe('an app without a secret is a 404', () => {
  test('UNKNOWN_APP, remembered for 30 seconds and no longer', async () => {
    const { update, secrets, secret, chat } = await start()
    const ask = () => update({ app: 'new', ...body })
    const first = await ask()
    expect([first.status, first.json.code, first.json.retryable]).toEqual([404, 'UNKNOWN_APP', false])
    secrets.current.set('chat-gateway/new', secret)
    advance(29_000)
    expect([(await ask()).status, secrets.count()]).toEqual([404, 1])
    expect(chat.calls).toHaveLength(0)
    advance(1500)
    expect([(await ask()).status, secrets.count()]).toEqual([200, 2])
  })

  test('the default app too, where a body names it', async () => {
    const { update, output } = await start({ secrets: () => ({ [DEFAULT_SECRET]: undefined }) })
    const answer = await update({ app: 'default', ...body })
    expect(answer).toMatchObject({ status: 404, json: { code: 'UNKNOWN_APP' } })
    expect(output.text()).not.toContain('SecretsUnavailable')
  })

  test('asked for by many at once costs one read', async () => {
    const { update, secrets } = await start()
    const answers = await Promise.all(Array.from({ length: 20 }, () => update({ app: 'none', ...body })))
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(404))
    expect(secrets.count()).toBe(1)
  })

  test('an app named like what every object has', async () => {
    const { update } = await start()
    for (const app of ['__proto__', 'constructor', 'toString']) {
      expect(await update({ app, ...body })).toMatchObject({ status: 404, json: { code: 'UNKNOWN_APP' } })
    }
  })
})

describe('the default app without a secret is the operator’s fault where a body names no app', () => {
  test('which is told once while it is remembered, and mended by a secret', async () => {
    const { update, secrets, secret, output } = await start({ secrets: () => ({ [DEFAULT_SECRET]: undefined }) })
    const ask = async (named: object) => {
      const { status, json } = await update({ ...named, ...body })
      return [status, json.code]
    }
    const alarms = () => output.text().match(/"SecretsUnavailable":1/g)?.length ?? 0
    expect(await ask({ app: 'default' })).toEqual([404, 'UNKNOWN_APP'])
    expect([await ask({}), await ask({}), alarms()]).toEqual([
      [503, 'SECRET_UNAVAILABLE'],
      [503, 'SECRET_UNAVAILABLE'],
      1,
    ])
    expect(output.warnings().join()).toContain('CHAT_DEFAULT_APP')
    expect(await ask({ app: 'default' })).toEqual([404, 'UNKNOWN_APP'])
    advance(31_000)
    expect([await ask({}), alarms(), secrets.count()]).toEqual([[503, 'SECRET_UNAVAILABLE'], 2, 2])
    secrets.current.set(DEFAULT_SECRET, secret)
    advance(31_000)
    expect(await ask({})).toEqual([200, undefined])
  })

  test('in a batch each body by itself', async () => {
    const { batch } = await start({ secrets: () => ({ [DEFAULT_SECRET]: undefined }) })
    const requests = [{}, { app: 'default' }].map((named, index) => ({
      id: String(index),
      operation: 'friends.update',
      body: { ...named, ...updateOf(`id${index}`, ['f']) },
    }))
    const { json } = await batch(requests)
    expect(json.responses).toMatchObject([{ status: 503 }, { status: 404 }])
  })

  test('after a deletion too', async () => {
    const { update, secrets } = await start()
    secrets.fault = { type: 'InvalidRequestException', status: 400, message: 'it was marked for deletion.' }
    expect(await update(body)).toMatchObject({ status: 503, json: { code: 'SECRET_UNAVAILABLE' } })
  })
})

describe('an app whose secret was deleted', () => {
  const refusal = (message: string) => ({ type: 'InvalidRequestException', status: 400, message })

  test.each([
    "You can't perform this operation on the secret because it was marked for deletion.",
    'You can’t perform this operation on the secret because it was deleted.',
    'A secret with this name is already scheduled for deletion.',
  ])('is a 404 on cold instances and soon on warm ones, and works once it is restored: %s', async (message) => {
    const { update, secrets, secret } = await start({ secrets: (own) => ({ 'chat-gateway/warm': own }) })
    const ask = async (app: string) => (await update({ app, ...body })).json.code
    expect(await ask('warm')).toBeUndefined()
    secrets.fault = refusal(message)
    secrets.current.set('chat-gateway/cold', secret)
    advance(301_000)
    expect([await ask('cold'), await ask('warm')]).toEqual(['UNKNOWN_APP', 'UNKNOWN_APP'])
    secrets.fault = undefined
    advance(31_000)
    expect([await ask('cold'), await ask('warm')]).toEqual([undefined, undefined])
  })

  test('is not one that Secrets Manager refuses to read for another reason', async () => {
    const { update, secrets } = await start()
    secrets.fault = refusal('You provided a VersionStage that is not associated to the provided VersionId.')
    expect(await update(body)).toMatchObject({ status: 503, json: { code: 'SECRET_UNAVAILABLE' } })
  })
})

describe('a cold instance without Secrets Manager', () => {
  test('answers 503 with Retry-After, and works once it is back', async () => {
    const { update, secrets, chat } = await start()
    secrets.fault = down
    const answer = await update(body)
    expect([answer.status, answer.json.code, answer.json.retryable]).toEqual([503, 'SECRET_UNAVAILABLE', true])
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/)
    expect([chat.calls.length, answer.json.retry ?? body]).toEqual([0, body])
    secrets.fault = undefined
    expect(await isOk()).toBe(true)
  })

  test('that hung once works once it answers again', async () => {
    const { secrets } = await start()
    secrets.fault = silence()
    expect(await isOk(900)).toBe(false)
    secrets.fault = undefined
    await vi.waitFor(async () => expect(await isOk(1500)).toBe(true), { timeout: 60_000 })
  })

  test('answers 503 when it may not read the secret', async () => {
    const { update, secrets } = await start()
    secrets.fault = { type: 'AccessDeniedException', status: 400 }
    expect(await update(body)).toMatchObject({ status: 503, json: { code: 'SECRET_UNAVAILABLE' } })
  })
})

describe('a warm instance without Secrets Manager serves the secret it has', () => {
  test.each([
    ['for hours while it refuses', down],
    ['for hours while it denies', { type: 'AccessDeniedException', status: 400 }],
    ['while it throttles', { type: 'ThrottlingException', status: 400 }],
  ])('%s', async (_, fault) => {
    const { secrets } = await start({ env: { SECRET_TTL_SECONDS: '60' } })
    expect(await isOk()).toBe(true)
    secrets.fault = fault
    for (let hour = 0; hour < 2; hour++) {
      advance(3_600_000)
      expect(await isOk()).toBe(true)
    }
    secrets.fault = undefined
    secrets.rotate(DEFAULT_SECRET, { ...gateway.secret, secretKey: NEXT_KEY })
    advance(61_000)
    const isRotated = async () => expect([await isOk(), isGenuine(lastSig(), NEXT_KEY)]).toEqual([true, true])
    await vi.waitFor(isRotated, { timeout: 60_000 })
  })

  test('without making a request wait while it hangs', async () => {
    const { secrets } = await start({ env: { SECRET_TTL_SECONDS: '60' } })
    expect(await isOk()).toBe(true)
    secrets.fault = silence()
    advance(61_000)
    const taken = waitingTime()
    expect(await isOk()).toBe(true)
    expect(taken()).toBeLessThan(1000)
  })
})

describe('a secret is read', () => {
  test('once by twenty requests that come together', async () => {
    const { update, secrets } = await start()
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    secrets.before = () => gate
    const asked = Array.from({ length: 20 }, (_, i) => update(updateOf(`id${i}`, ['f'])))
    await vi.waitFor(() => expect(secrets.count()).toBe(1), 60_000)
    open()
    expect((await Promise.all(asked)).map((answer) => answer.status)).toEqual(Array(20).fill(200))
    expect(secrets.count()).toBe(1)
  })

  test('again before it grows old, and a changed one is used from then on', async () => {
    const { secrets, secret } = await start({ env: { SECRET_TTL_SECONDS: '100' } })
    await isOk()
    advance(50_000)
    await isOk()
    expect(secrets.count()).toBe(1)
    secrets.rotate(DEFAULT_SECRET, { ...secret, secretKey: NEXT_KEY })
    advance(51_000)
    await vi.waitFor(async () => expect([await isOk(), isGenuine(lastSig(), NEXT_KEY)]).toEqual([true, true]), 60_000)
    expect(secrets.count('AWSCURRENT')).toBe(2)
  })

  test('by the name that prefix and default app make', async () => {
    const name = 'prod/chat/main'
    const env = { CHAT_SECRET_PREFIX: 'prod/chat', CHAT_DEFAULT_APP: 'main' }
    const { secrets } = await start({ env, secrets: (secret) => ({ [name]: secret }) })
    expect(await isOk()).toBe(true)
    expect(secrets.reads.map((read) => [read.name, read.stage])).toEqual([[name, 'AWSCURRENT']])
  })
})

describe('a UserSig', () => {
  test('is renewed at half its life', async () => {
    const { chat } = await start({ env: { USERSIG_TTL_SECONDS: '1000', SECRET_TTL_SECONDS: '86400' } })
    await isOk()
    advance(495_000)
    await isOk()
    advance(6_000)
    await isOk()
    const [first, second, third] = chat.calls.map((call) => call.query.get('usersig') ?? '')
    expect(second).toBe(first)
    expect(third).not.toBe(second)
    expect(isGenuine(third ?? '')).toBe(true)
  })
})
