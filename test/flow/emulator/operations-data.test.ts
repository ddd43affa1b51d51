import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000
const success = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }

/** Two in the afternoon of China, on the twelfth of June. */
const AFTERNOON = Date.UTC(2033, 5, 12, 6, 30)

async function start(at = { now: AFTERNOON }) {
  const emulator = await Emulator.start({ seed: smallSeed(), now: () => at.now })
  emulator.expireSeconds = 10 ** 9
  return emulator
}

test('the last thirty whole days have their figures, all of them texts, and no ActionStatus', async () => {
  const emulator = await start()
  const reply = await emulator.call('getappinfo', {})
  const days = reply.Result as Array<Record<string, string>>
  expect(Object.keys(reply).sort()).toEqual(['ErrorCode', 'ErrorInfo', 'Result'])
  expect(days.map(({ Date: day }) => day)).toEqual([
    ...Array.from({ length: 19 }, (_, index) => `203305${13 + index}`),
    ...Array.from({ length: 11 }, (_, index) => `203306${String(index + 1).padStart(2, '0')}`),
  ])
  expect(days[0]).toMatchObject({ AppId: '7', AppName: 'default', Company: 'Demo', RegistUserNumTotal: '4' })
  for (const day of days) {
    expect(Object.keys(day)).toHaveLength(32)
    for (const figure of Object.values(day)) expect(figure).toEqual(expect.any(String))
  }
  expect((await emulator.call('getappinfo', {})).Result).toEqual(days)
})

test('the fields asked for alone; an unknown one is left out, and a list that is none is refused', async () => {
  const emulator = await start()
  const days = (await emulator.call('getappinfo', { RequestField: ['Date', 'LoginTimes', 'Nope'] })).Result
  expect((days as object[]).map((day) => Object.keys(day).sort())).toEqual(new Array(30).fill(['Date', 'LoginTimes']))
  expect(await emulator.call('getappinfo', { RequestField: 'Date' })).toMatchObject({ ErrorCode: 130001 })
})

test('the file of an hour of China can be had once the hour is over, and for seven days', async () => {
  const at = { now: Date.UTC(2033, 5, 12, 6, 59, 59, 999) }
  const emulator = await start(at)
  const ask = (ChatType = 'C2C') => emulator.call('get_history', { ChatType, MsgTime: '2033061214' })
  expect(await ask()).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 1004 })
  at.now += 1
  const reply = await ask()
  expect(reply).toEqual({ ...success, File: [expect.anything()] })
  expect((reply.File as unknown[])[0]).toEqual({
    URL: 'https://archives.invalid/7/C2C/2033061214.gz',
    ExpireTime: '2033-06-13 15:00:00',
    FileSize: expect.any(Number),
    FileMD5: expect.stringMatching(/^[0-9a-f]{32}$/),
    GzipSize: expect.any(Number),
    GzipMD5: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  expect((await ask('Group')).File).toMatchObject([{ URL: expect.stringContaining('/Group/') }])
  at.now += 7 * DAY_MS - 1
  expect(await ask()).toMatchObject({ ErrorCode: 0 })
  at.now += 1
  expect(await ask()).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 1005 })
})

test('a delay after the hour can be set', async () => {
  const at = { now: Date.UTC(2033, 5, 12, 7, 59) }
  const limits = { archiveDelayMs: HOUR_MS }
  const emulator = await Emulator.start({ seed: { ...smallSeed(), limits }, now: () => at.now })
  emulator.expireSeconds = 10 ** 9
  const ask = async () => (await emulator.call('get_history', { ChatType: 'C2C', MsgTime: '2033061214' })).ErrorCode
  expect(await ask()).toBe(1004)
  at.now += 60_000
  expect(await ask()).toBe(0)
})

test.each([
  {},
  { ChatType: 'c2c', MsgTime: '2033061210' },
  { ChatType: 'C2C' },
  { ChatType: 'C2C', MsgTime: 2_033_061_210 },
  { ChatType: 'C2C', MsgTime: '20330612' },
  { ChatType: 'C2C', MsgTime: '2033061224' },
  { ChatType: 'C2C', MsgTime: '2033023010' },
])('get_history of %j is refused with 1002', async (body) => {
  expect(await (await start()).call('get_history', body)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 1002 })
})

test('the addresses that the URL asks for; an empty body will do', async () => {
  const emulator = await start()
  const list = async (nettype?: string) => {
    const query = { ...emulator.query(), ...(nettype === undefined ? {} : { nettype }) }
    const response = await fetch(emulator.address('GetIPList', query), { method: 'POST' })
    return (await response.json()) as { IPList: string[] }
  }
  expect(await list('0')).toEqual({ ...success, IPList: expect.any(Array) })
  const kinds = await Promise.all(['1', '2', '3', '4', '5', '6'].map(list))
  const all = kinds.flatMap(({ IPList }) => IPList)
  expect(new Set(all).size).toBe(all.length)
  for (const nettype of [undefined, '0', '7', 'x']) expect((await list(nettype)).IPList).toEqual(all)
  expect(await emulator.call('GetIPList', {})).toMatchObject({ ErrorCode: 0 })
})

test('an empty body is refused where a page’s clients send one', async () => {
  const emulator = await start()
  for (const command of ['getappinfo', 'friend_get', 'im_get_attr']) {
    const response = await fetch(emulator.address(command), { method: 'POST' })
    expect(await response.json()).toMatchObject({ ErrorCode: 60003 })
  }
})
