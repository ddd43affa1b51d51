import { describe, expect, test } from 'vitest'
import { CallLog, type CallRecord } from '../../../local/chat/calls.ts'
import { type AccountState, Emulator, updateOf } from './client.ts'

test('state: every app, or one; never a key', async () => {
  const emulator = await Emulator.start()
  const [, all] = await emulator.control<{ apps: object }>('GET', 'state')
  expect(Object.keys(all.apps)).toEqual(['default', 'europe'])
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
