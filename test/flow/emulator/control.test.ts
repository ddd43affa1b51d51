import { describe, expect, test } from 'vitest'
import { CallLog, type CallRecord } from '../../../local/chat/calls.ts'
import type { AppSecret } from '../../../local/chat/index.ts'
import { type AccountState, Emulator, smallSeed, updateOf } from './client.ts'

test('state: every app, or one; never a key', async () => {
  const emulator = await Emulator.start()
  const [, all] = await emulator.control<{ apps: object }>('GET', 'state')
  expect(Object.keys(all.apps)).toEqual(['default', 'europe', 'china'])
  const [, one] = await emulator.control<{ apps: object }>('GET', 'state?app=europe')
  expect(one.apps).toMatchObject({
    europe: {
      sdkAppId: 1400000001,
      region: 'frankfurt',
      admins: ['europe_admin'],
      status: 'active',
      rotating: false,
      customFields: { Test: 'string' },
      accounts: { anna: { friends: { ben: { remark: 'Benni', lists: ['arbeit'], custom: {} } } } },
    },
  })
  for (const { secretKey } of Object.values(emulator.chat.secrets())) {
    expect(JSON.stringify(all)).not.toContain(secretKey)
  }
  expect((await emulator.control('GET', 'state?app=asia'))[0]).toBe(404)
})

test('state of one account, of one app or of all that have it; a 404 names an unknown one', async () => {
  const emulator = await Emulator.start()
  type State = { apps: Record<string, { sdkAppId: number; accounts: Record<string, AccountState> }> }
  const [, one] = await emulator.control<State>('GET', 'state?app=default&account=alice')
  expect(Object.keys(one.apps)).toEqual(['default'])
  expect(one.apps.default?.sdkAppId).toBe(1400000000)
  expect(Object.keys(one.apps.default!.accounts)).toEqual(['alice'])
  expect(one.apps.default?.accounts.alice?.friends.bob?.remark).toBe('Bobby')
  const [, anywhere] = await emulator.control<State>('GET', 'state?account=anna')
  expect(Object.keys(anywhere.apps)).toEqual(['europe'])
  for (const [query, error] of [
    ['app=default&account=zed', 'no account of default is named zed'],
    ['app=europe&account=alice', 'no account of europe is named alice'],
    ['account=zed', 'no account of any app is named zed'],
    ['app=asia&account=alice', 'no app is named asia'],
  ]) {
    expect(await emulator.control('GET', `state?${query}`)).toEqual([404, { error }])
  }
})

describe('calls', () => {
  test('who asked what and was answered how, without the UserSig', async () => {
    const clock = Date.parse('2026-01-02T03:04:05.678Z')
    const lines: string[] = []
    const emulator = await Emulator.start({ now: () => clock, log: (line) => lines.push(line) })
    const { secretKey } = emulator.chat.secrets().default!
    const query = { ...emulator.query(), random: '42' }
    const body = updateOf('alice', { bob: { IM_Remark: 'x' }, frank: { IM_Remark: 'x' } })
    await emulator.call('friend_update', body, query)
    const calls = await emulator.calls()
    expect(calls).toEqual([
      {
        time: '2026-01-02T03:04:05.678Z',
        command: 'friend_update',
        app: 'default',
        identifier: 'administrator',
        usersig: '[redacted]',
        random: '42',
        body,
        answer: { ErrorCode: 0, ErrorInfo: '', items: { bob: 0, frank: 30001 } },
        carriedOut: true,
        fault: null,
        durationMs: 0,
      },
    ])
    expect(lines).toEqual(['friend_update of default: 0, 1 ok, 1 failed (0 ms)'])
    for (const secret of [secretKey, query.usersig]) expect(JSON.stringify([calls, lines])).not.toContain(secret)
  })

  test('refused calls, texts that are no JSON, and calls still under way', async () => {
    const emulator = await Emulator.start()
    await fetch(emulator.address('friend_update'), { method: 'POST', body: 'no json' })
    await emulator.call('friend_update', {}, {})
    await emulator.fault({ fault: { latencyMs: 600_000 } })
    const pending = emulator.update('alice', 'bob', {}).catch(() => undefined)
    await expect.poll(async () => (await emulator.calls()).length).toBe(3)
    const [text, anonymous, waiting] = await emulator.calls()
    expect(text).toMatchObject({ body: 'no json', answer: { ErrorCode: 60003 }, carriedOut: false })
    expect(anonymous).toMatchObject({ app: null, identifier: null, random: null, answer: { ErrorCode: 60012 } })
    expect(waiting).toMatchObject({ answer: null, durationMs: null, fault: { latencyMs: 600_000 } })
    await emulator.chat.close()
    await pending
  })

  test('a call whose answer was destroyed shows none, unless it was carried out', async () => {
    const emulator = await Emulator.start()
    for (const after of [false, true]) {
      await emulator.fault({ fault: { kind: 'cut', after } })
      await emulator.update('alice', 'bob', { IM_Remark: 'x' }).catch(() => undefined)
    }
    const [before, after] = await emulator.calls()
    expect(before).toMatchObject({ answer: null, carriedOut: false, fault: { kind: 'cut' } })
    expect(after).toMatchObject({ answer: { ErrorCode: 0, items: { bob: 0 } }, carriedOut: true })
  })

  test('the last N, oldest first', async () => {
    const emulator = await Emulator.start()
    for (const to of ['bob', 'carol', 'dave']) await emulator.update('alice', to, {})
    const shown = (await emulator.calls(2)).map((call) => Object.keys(call.answer?.items ?? {})[0])
    expect(shown).toEqual(['carol', 'dave'])
    expect((await emulator.control('GET', 'calls?last=x'))[0]).toBe(400)
  })

  test('no more than a thousand are kept, and fewer of large ones', () => {
    const log = new CallLog()
    for (let calls = 0; calls < 1001; calls++) log.add({ random: String(calls) } as CallRecord, 10)
    expect(log.last().length).toBe(1000)
    expect(log.last()[0]?.random).toBe('1')
    log.add({ random: 'large' } as CallRecord, 64 * 1024 * 1024)
    expect(log.last().map((call) => call.random)).toEqual(['large'])
  })
})

test('reset goes back to the seed', async () => {
  const emulator = await Emulator.start()
  await emulator.call('account_import', { UserID: 'grace' })
  await emulator.update('alice', 'bob', { IM_Remark: 'x', IM_Group: ['y'], Custom_Test: 'z' })
  await emulator.fault({ fault: { kind: 'cut' } })
  expect(await emulator.control('POST', 'reset')).toEqual([200, { reset: true }])
  expect(await emulator.account('grace')).toBeUndefined()
  expect(await emulator.friend('alice', 'bob')).toMatchObject({
    remark: 'Bobby',
    lists: ['work'],
    custom: { Test: 'met at school' },
  })
  expect(await emulator.calls()).toEqual([])
  expect((await emulator.update('alice', 'bob', {})).ErrorCode).toBe(0)
})

describe('reset', () => {
  test('of one app leaves the others as they are, and tells its key alone', async () => {
    const published: Array<[string, AppSecret | undefined]> = []
    const emulator = await Emulator.start({ publishSecret: (app, secret) => published.push([app, secret]) })
    const before = emulator.chat.secrets()
    for (const app of ['default', 'europe']) {
      await emulator.control('POST', 'rotate', { app, order: 'together' })
      await emulator.fault({ app, fault: { errorCode: 30006 } })
    }
    await emulator.call('account_import', { UserID: 'grace' })
    await emulator.call('account_import', { UserID: 'gerd' }, emulator.query('europe'))
    await emulator.call('account_import', { UserID: 'grace' })
    await emulator.call('account_import', { UserID: 'gerd' }, emulator.query('europe'))
    published.length = 0
    expect(await emulator.control('POST', 'reset?app=europe')).toEqual([200, { reset: true }])
    expect(published).toEqual([['europe', before.europe]])
    expect(emulator.chat.secrets().default).not.toEqual(before.default)
    expect(await emulator.account('grace')).toBeDefined()
    expect(await emulator.account('gerd', 'europe')).toBeUndefined()
    expect((await emulator.calls()).map(({ app }) => app)).toEqual(['default', 'default'])
  })

  test('forgets the app’s faults and what its quota has counted', async () => {
    const apps = { one: smallSeed().apps.default!, two: { ...smallSeed().apps.default!, sdkAppId: 8, secretKey: 'l' } }
    const emulator = await Emulator.start({ seed: { limits: { callsPerSecond: 1 }, apps }, now: () => 1000 })
    const codes = async () => [
      (await emulator.call('group_get', { From_Account: 'a' }, emulator.query('one'))).ErrorCode,
      (await emulator.call('group_get', { From_Account: 'a' }, emulator.query('two'))).ErrorCode,
    ]
    expect(await codes()).toEqual([0, 0])
    expect(await codes()).toEqual([60007, 60007])
    for (const app of ['one', 'two']) await emulator.fault({ app, fault: { errorCode: 30006 } })
    await emulator.control('POST', 'reset?app=one')
    expect(await codes()).toEqual([0, 60007])
    expect((await emulator.control('GET', 'faults'))[1]).toMatchObject({ pending: [{ app: 'two' }] })
  })

  test.each([
    ['reset', { app: 'default' }, 'app is unknown'],
    ['reset?app=asia', undefined, '?app must be one of default, europe'],
    ['reset?ap=europe', undefined, '?.ap is unknown; known here: app'],
    ['seed', {}, 'apps must be an object'],
    ['seed', { apps: { default: {} } }, 'apps.default.admins must be a list'],
  ])('%s with %j is refused, and nothing is changed', async (path, body, message) => {
    const emulator = await Emulator.start()
    await emulator.call('account_import', { UserID: 'grace' })
    const [status, answer] = await emulator.control<{ error: string }>('POST', path, body)
    expect([status, answer.error]).toEqual([400, expect.stringContaining(message)])
    expect(await emulator.account('grace')).toBeDefined()
  })
})

test('another seed: its apps, limits and keys, which later resets go back to; the gateway’s side is told', async () => {
  const published: Array<[string, AppSecret | undefined]> = []
  const emulator = await Emulator.start({ publishSecret: (app, secret) => published.push([app, secret]) })
  const other = { ...smallSeed({}, { remarkBytes: 1 }), strictRandom: true }
  const seed = { ...other, apps: { ...other.apps, asia: { ...other.apps.default!, sdkAppId: 8 } } }
  expect(await emulator.control('POST', 'seed', seed)).toEqual([200, { apps: ['default', 'asia'] }])
  expect(published.map(([app, secret]) => [app, secret?.sdkAppId])).toEqual([
    ['default', 7],
    ['europe', undefined],
    ['china', undefined],
    ['asia', 8],
  ])
  expect((await emulator.update('a', 'b', { IM_Remark: 'xy' })).ResultItem?.[0]?.ResultCode).toBe(30001)
  expect((await emulator.update('a', 'b', { IM_Remark: 'x' })).ResultItem?.[0]?.ResultCode).toBe(0)
  await emulator.control('POST', 'reset')
  expect(await emulator.friend('a', 'b')).not.toHaveProperty('remark')
})

test('another seed with the key of the one before: the gateway’s side is told what else is new', async () => {
  const published: Array<AppSecret | undefined> = []
  const publishSecret = (_app: string, secret: AppSecret | undefined) => void published.push(secret)
  const emulator = await Emulator.start({ seed: smallSeed(), publishSecret })
  const seed = smallSeed({ sdkAppId: 8, region: 'frankfurt', customFields: { Level: 'integer' } })
  await emulator.control('POST', 'seed', seed)
  expect(published).toMatchObject([{ sdkAppId: 8, region: 'frankfurt', integerFields: ['Level'] }])
})

test('an unknown endpoint is a 404 that lists them all', async () => {
  const emulator = await Emulator.start()
  for (const [method, path] of [
    ['GET', 'nothing'],
    ['PUT', 'state'],
  ] as const) {
    const [status, answer] = await emulator.control<{ endpoints: string[] }>(method, path)
    expect(status).toBe(404)
    for (const known of ['GET /_emulator/state', 'POST /_emulator/faults', 'POST /_emulator/rotate']) {
      expect(answer.endpoints.join('\n')).toContain(known)
    }
  }
})

test('a control body that is no JSON is a 400', async () => {
  const emulator = await Emulator.start()
  const response = await fetch(`${emulator.chat.url}/_emulator/faults`, { method: 'POST', body: '{' })
  expect([response.status, await response.json()]).toEqual([400, { error: 'the body must be JSON' }])
})

test('GET / helps', async () => {
  const emulator = await Emulator.start()
  const response = await fetch(emulator.chat.url)
  expect(response.headers.get('content-type')).toContain('text/plain')
  const text = await response.text()
  for (const word of ['/v4/sns/friend_update', '/v4/im_open_login_svc/account_import', '/_emulator/faults']) {
    expect(text).toContain(word)
  }
})
