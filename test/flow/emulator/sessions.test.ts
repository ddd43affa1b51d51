import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const DAY_MS = 24 * 3_600_000
const accounts = {
  a: { sessions: { iPhone: { presence: 'PushOnline' as const }, Web: {} } },
  b: { sessions: { Android: { presence: 'PushOnline' as const } } },
  c: {},
}

test('the best of the sessions is the account’s own; an account without one is offline', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  const query = { To_Account: ['a', 'b', 'c', 'nobody'], IsNeedDetail: 1 }
  expect(await emulator.call('query_online_status', query)).toEqual({
    QueryResult: [
      {
        To_Account: 'a',
        Status: 'Online',
        Detail: [
          { Platform: 'iPhone', Status: 'PushOnline' },
          { Platform: 'Web', Status: 'Online' },
        ],
      },
      { To_Account: 'b', Status: 'PushOnline', Detail: [{ Platform: 'Android', Status: 'PushOnline' }] },
      { To_Account: 'c', Status: 'Offline' },
    ],
    ErrorList: [{ To_Account: 'nobody', ErrorCode: 70107 }],
    ...{ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' },
  })
  const plain = await emulator.call('query_online_status', { To_Account: ['a'] })
  expect(plain.QueryResult).toEqual([{ To_Account: 'a', Status: 'Online' }])
  expect(plain).not.toHaveProperty('ErrorList')
})

test('a session that only pushes reach is told of for seven days, counted from the start or from its own time', async () => {
  const start = Date.now()
  let now = start
  const old = { presence: 'PushOnline' as const, since: Math.floor((start - 6 * DAY_MS) / 1000) }
  const seed = smallSeed({ accounts: { ...accounts, c: { sessions: { PC: old } } } })
  const emulator = await Emulator.start({ seed, now: () => now })
  emulator.expireSeconds = 10 ** 7
  const presences = async () => {
    const reply = await emulator.call('query_online_status', { To_Account: ['a', 'b', 'c'] })
    return (reply.QueryResult as Array<{ Status: string }>).map(({ Status }) => Status)
  }
  expect(await presences()).toEqual(['Online', 'PushOnline', 'PushOnline'])
  now = start + DAY_MS
  expect(await presences()).toEqual(['Online', 'PushOnline', 'Offline'])
  now = start + 7 * DAY_MS - 1001
  expect(await presences()).toEqual(['Online', 'PushOnline', 'Offline'])
  now = start + 7 * DAY_MS
  expect(await presences()).toEqual(['Online', 'Offline', 'Offline'])
  // A reset begins those sessions anew.
  await emulator.control('POST', 'reset?app=default')
  expect(await presences()).toEqual(['Online', 'PushOnline', 'Offline'])
})

test.each(['UserID', 'Identifier'])('kick of a %s ends every session, and once more does no harm', async (name) => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  for (let round = 0; round < 2; round++) {
    const reply = await emulator.call('kick', { [name]: 'a' })
    expect(reply).toEqual({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' })
    expect((await emulator.account('a')).sessions).toEqual({})
  }
  const presence = await emulator.call('query_online_status', { To_Account: ['a', 'b'] })
  expect(presence.QueryResult).toMatchObject([{ Status: 'Offline' }, { Status: 'PushOnline' }])
})

test.each([
  ['kick', {}, 70402],
  ['kick', { UserID: 1 }, 60015],
  ['kick', { UserID: 'nobody' }, 70107],
  ['query_online_status', {}, 90003],
  ['query_online_status', { To_Account: 'a' }, 90003],
  ['query_online_status', { To_Account: [1] }, 60015],
  ['query_online_status', { To_Account: new Array(501).fill('a') }, 90011],
  ['query_online_status', { To_Account: new Array(500).fill('a') }, 0],
])('%s of %j gives %i', async (command, body, code) => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  expect((await emulator.call(command, body)).ErrorCode).toBe(code)
})

test('a scripted code of an account stands in ErrorList, and the log of calls has it', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  await emulator.fault({ command: 'query_online_status', fault: { items: { b: 90992 } } })
  const reply = await emulator.call('query_online_status', { To_Account: ['a', 'b'] })
  expect(reply).toMatchObject({
    QueryResult: [{ To_Account: 'a' }],
    ErrorList: [{ To_Account: 'b', ErrorCode: 90992 }],
  })
  expect((await emulator.calls(1))[0]?.answer?.items).toEqual({ b: 90992 })
})
