import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { verdicts } from '../../../lib/operations/verdicts.ts'
import type { Places } from '../../../lib/quota/pace.ts'
import { noEffort } from '../../../lib/telemetry/effort.ts'
import { parseSecret } from '../../../lib/upstream/credentials/app-secret.ts'
import { Credentials } from '../../../lib/upstream/credentials/credentials.ts'
import { SecretCache } from '../../../lib/upstream/credentials/secret-cache.ts'
import { Signer } from '../../../lib/upstream/credentials/signer.ts'
import { type Delivery, type Leases, Upstream } from '../../../lib/upstream/deliver.ts'
import { Hosts } from '../../../lib/upstream/hosts.ts'
import { regions } from '../../../lib/upstream/regions.ts'
import { RetryBudget } from '../../../lib/upstream/retry.ts'
import type { Exchange, Sent } from '../../../lib/upstream/send.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { recordedLog } from '../../support/recorded-log.ts'

const secret = parseSecret(JSON.stringify({ sdkAppId: 1, adminUserId: 'a', secretKey: 'the-key', region: 'china' }))
const items = (codes: readonly number[]): Sent => {
  const ResultItem = codes.map((ResultCode, index) => ({ To_Account: `u${index}`, ResultCode, ResultInfo: '' }))
  return {
    kind: 'reply',
    status: 200,
    text: JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ResultItem }),
  }
}

/** An upstream whose time passes only by its own sleeping, and that always jitters to the full. */
function setUp(script: (exchange: Exchange, number: number) => Sent, places: Places = free, leases?: Leases) {
  const manual = manualClock()
  const slept: number[] = []
  const clock = {
    now: manual.now,
    sleep: async (ms: number) => {
      slept.push(ms)
      manual.advance(ms)
    },
  }
  const log = recordedLog()
  const secrets = new SecretCache({ read: async () => secret, ttlMs: 300_000, now: clock.now, log })
  const budget = new RetryBudget()
  let calls = 0
  const upstream = new Upstream({
    credentials: new Credentials({ secrets, userSigTtlSeconds: 86_400, now: clock.now, log }),
    budget,
    places,
    leases,
    hosts: new Hosts({ now: clock.now, probe: async () => true, log }),
    send: async (exchange) => script(exchange, ++calls),
    clock,
    random: () => 1,
    log,
    attempts: 4,
    attemptTimeoutMs: 5000,
  })
  return { upstream, clock, slept, budget, log }
}

const free: Places = { takePlace: () => ({ waitMs: 0 }), isFull: () => false, slowDown: () => undefined }
const writing =
  (head: string): Delivery['write'] =>
  (entries) =>
    `${head}${entries.map(({ json }) => json).join(',')}]`

const deliveryOf = (count: number): Delivery => ({
  app: 'default',
  turn: 'default alice',
  requestId: 'r',
  share: 'c',
  path: 'v4/sns/friend_update',
  entries: Array.from({ length: count }, (_, index) => ({ id: `u${index}`, json: '{}' })),
  write: writing('['),
  reply: { told: verdicts('ResultItem') },
  repeat: { isRead: false, isRepeated: false },
})

test('entries that failed for different reasons wait for the slowest', async () => {
  const { upstream, clock, slept } = setUp((_, number) => items(number === 1 ? [30008, 60007, 30006] : [0, 0, 0]))
  await upstream.deliver(deliveryOf(3), clock.now() + 20_000)
  expect(slept).toEqual([500])
})

test('only calls in which something was done give repeats back', async () => {
  const { upstream, clock, budget } = setUp(() => items([30003]))
  while (budget.take('default'));
  await upstream.deliver(deliveryOf(1), clock.now() + 20_000)
  expect(budget.take('default')).toBe(false)
})

test('an attempt with too little time for an answer is not made', async () => {
  const { upstream, clock } = setUp(() => items([0]))
  const { verdicts, effort } = await upstream.deliver(deliveryOf(1), clock.now() + 99)
  expect([effort.calls, verdicts.get('u0')]).toMatchObject([
    0,
    { status: 'failed', fault: { code: 'DEADLINE_EXCEEDED' } },
  ])
})

test('once Chat has taken credentials that it had refused, nobody waits for a call that hears nothing', async () => {
  const refused: Sent = { kind: 'reply', status: 200, text: '{"ActionStatus":"FAIL","ErrorCode":70009,"ErrorInfo":""}' }
  const silent = new Promise<Sent>(() => undefined)
  let isRefusing = true
  const { upstream, clock } = setUp(({ body }) => {
    if (body.includes('silent')) return silent as unknown as Sent
    return isRefusing ? refused : items([0])
  })
  const deliver = (head = '[') => upstream.deliver({ ...deliveryOf(1), write: writing(head) }, clock.now() + 400)
  expect((await deliver()).verdicts.get('u0')).toMatchObject({ fault: { code: 'CREDENTIALS_REJECTED' } })
  await clock.sleep(60_000)
  isRefusing = false
  expect((await deliver()).verdicts.get('u0')?.status).toBe('ok')
  void deliver('["silent",')
  expect((await deliver()).verdicts.get('u0')?.status).toBe('ok')
})

test('each call is logged with the host it went to last, and with nothing of its URL', async () => {
  const { upstream, clock, log } = setUp(({ origin }) =>
    origin.hostname === regions.china.host ? { kind: 'unsent', reason: 'ECONNREFUSED' } : items([0]),
  )
  const { effort } = await upstream.deliver(deliveryOf(1), clock.now() + 20_000)
  expect(effort).toEqual({ ...noEffort(), calls: 1, backupCalls: 1, failovers: 1 })
  const [line] = log.lines.map((text) => JSON.parse(text)).filter(({ message }) => message === 'upstream call')
  expect(line).toEqual({
    level: 'debug',
    message: 'upstream call',
    service: 'chat-gateway',
    requestId: 'r',
    app: 'default',
    path: 'v4/sns/friend_update',
    host: regions.china.backup,
    ms: 0,
    end: 200,
    counts: { ok: 1 },
  })
})

test('places are taken for a share that only the app’s key tells, on each instance the same', async () => {
  const taken: string[] = []
  const noting: Places = {
    ...free,
    takePlace: (_lane, _ms, share) => {
      taken.push(share)
      return { waitMs: 0 }
    },
  }
  const deliver = async (share: string) => {
    const { upstream, clock } = setUp((_, number) => items([number === 1 ? 30008 : 0]), noting)
    await upstream.deliver({ ...deliveryOf(1), share }, clock.now() + 20_000)
    return taken.splice(0)
  }
  const [first, again] = await deliver('victim')
  expect(again).toBe(first)
  expect(await deliver('victim')).toEqual([first, first])
  expect(await deliver('another')).not.toContain(first)
  const offline = ['sha256', 'sha512'].map((name) => createHash(name).update('victim').digest('base64url'))
  expect(['victim', ...offline]).not.toContain(first)
  expect(first).toBe(new Signer(secret, 60, Date.now).veiled('victim'))
})

test('a place behind the deadline is not waited for', async () => {
  const { upstream, clock, slept } = setUp(() => items([0]), { ...free, takePlace: () => ({ waitMs: 950 }) })
  const { verdicts } = await upstream.deliver(deliveryOf(1), clock.now() + 1000)
  expect([slept, verdicts.get('u0')]).toMatchObject([[], { fault: { code: 'DEADLINE_EXCEEDED' } }])
})

test('a quota used up beyond the deadline is told as such, and may be asked again', async () => {
  const tooLate = { tooLate: true, retryAfterMs: 3000 } as const
  const { upstream, clock } = setUp(() => items([0]), { ...free, takePlace: () => tooLate })
  const { verdicts, effort } = await upstream.deliver(deliveryOf(1), clock.now() + 1000)
  expect([effort.calls, verdicts.get('u0')]).toMatchObject([
    0,
    { status: 'failed', fault: { code: 'RATE_LIMITED', retry: 'caller' } },
  ])
})

describe('what it took is told with the verdicts', () => {
  const took = async (script: Parameters<typeof setUp>[0], places: Places = free, count = 1) => {
    const { upstream, clock } = setUp(script, places)
    return (await upstream.deliver(deliveryOf(count), clock.now() + 20_000)).effort
  }

  test('calls, repeats and conflicts', async () => {
    const script = (_: Exchange, number: number) => items([[30008, 30006, 0][number - 1]!])
    expect(await took(script)).toEqual({ ...noEffort(), calls: 3, retries: 2, conflicts: 1 })
  })

  test('refusals by Chat for want of quota, and of the UserSig', async () => {
    const whole = (ErrorCode: number): Sent => ({
      kind: 'reply',
      status: 200,
      text: JSON.stringify({ ActionStatus: 'FAIL', ErrorCode, ErrorInfo: '' }),
    })
    expect(await took((_, number) => (number < 3 ? whole(60007) : items([0])))).toMatchObject({
      calls: 3,
      throttles: 2,
    })
    expect(await took((_, number) => (number < 2 ? whole(70001) : items([0])))).toMatchObject({
      calls: 2,
      retries: 0,
      credentialRefusals: 1,
    })
  })

  test('waits for a place that are long enough to be noticed, and places that come too late', async () => {
    const placeAfter = (waitMs: number): Places => ({ ...free, takePlace: () => ({ waitMs }) })
    expect(await took(() => items([0]), placeAfter(49))).toEqual({ ...noEffort(), calls: 1 })
    expect(await took(() => items([0]), placeAfter(50))).toMatchObject({ quotaWaits: 1, quotaWaitMs: 50 })
    const never: Places = { ...free, takePlace: () => ({ tooLate: true, retryAfterMs: 1 }) }
    expect(await took(() => items([0]), never)).toMatchObject({ calls: 0, quotaRefusals: 1 })
  })
})

/** Leases that are always free, and who took them. */
function freeLeases() {
  const taken: string[] = []
  const take = async (account: string) => {
    taken.push(account)
    return { release: async () => undefined }
  }
  return { taken, leases: { take, takeIfHeld: async () => undefined } satisfies Leases }
}

describe('an account whose writers have met', () => {
  test('is written under its lease from then on, and no other account is', async () => {
    const { taken, leases } = freeLeases()
    const { upstream, clock } = setUp((_, number) => items([number === 1 ? 30008 : 0]), free, leases)
    const to = (account: string) => ({ ...deliveryOf(1), turn: account })
    await upstream.deliver(to('bob'), clock.now() + 20_000)
    expect(taken).toEqual(['bob'])
    await upstream.deliver(to('bob'), clock.now() + 20_000)
    await upstream.deliver(to('carol'), clock.now() + 20_000)
    expect(taken).toEqual(['bob', 'bob'])
  })

  test('is tried again for as long as there is time, under the lease', async () => {
    const { leases } = freeLeases()
    const { upstream, clock } = setUp((_, number) => items([number <= 9 ? 30008 : 0]), free, leases)
    const { effort, verdicts } = await upstream.deliver(deliveryOf(1), clock.now() + 20_000)
    expect([effort.calls, verdicts.get('u0')?.status]).toEqual([10, 'ok'])
  })

  test('is tried four times without a lease, and with one where something else is wrong as well', async () => {
    const alone = setUp(() => items([30008]))
    expect((await alone.upstream.deliver(deliveryOf(1), alone.clock.now() + 20_000)).effort.calls).toBe(4)
    const { leases } = freeLeases()
    const mixed = setUp(() => items([30008, 30006]), free, leases)
    expect((await mixed.upstream.deliver(deliveryOf(2), mixed.clock.now() + 20_000)).effort.calls).toBe(4)
  })
})
