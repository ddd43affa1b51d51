import { expect, test } from 'vitest'
import { Messenger, MsgBody, NOON, text } from './messages.ts'

const message = { From_Account: 'a', To_Account: 'b', MsgSeq: 1, MsgRandom: 7, MsgTimeStamp: NOON - 60, MsgBody }
const history = { SyncFromOldSystem: 2, ...message }

test.each([
  [2, 0],
  [5, 1],
  [1, 1],
])('SyncFromOldSystem %i: both sides have the message, %i unread', async (SyncFromOldSystem, unread) => {
  const chat = await Messenger.start()
  const reply = await chat.call('importmsg', { ...history, SyncFromOldSystem, CloudCustomData: 'mine' })
  expect(reply).toEqual({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' })
  const kept = { key: `1_7_${NOON - 60}`, body: MsgBody, customData: 'mine' }
  expect(await chat.side('a', 'b')).toMatchObject({ unread: 0, messages: [kept] })
  expect(await chat.side('b', 'a')).toMatchObject({ unread, messages: [kept] })
})

test('the same numbers are dropped for ever, either way round; the first contents stay', async () => {
  const chat = await Messenger.start()
  await chat.call('importmsg', history)
  chat.now += 365 * 24 * 3_600_000
  const again = { ...history, MsgBody: text('other') }
  expect(await chat.code('importmsg', again)).toBe(0)
  expect(await chat.code('importmsg', { ...again, From_Account: 'b', To_Account: 'a' })).toBe(0)
  expect((await chat.side('b', 'a')).messages).toMatchObject([{ from: 'a', body: MsgBody }])
  expect(await chat.code('importmsg', { ...again, MsgTimeStamp: NOON - 59 })).toBe(0)
  expect((await chat.side('b', 'a')).messages).toHaveLength(2)
})

test('an import with the numbers of a message that was sent is dropped as well', async () => {
  const chat = await Messenger.start()
  await chat.send()
  expect(await chat.code('importmsg', { ...history, MsgTimeStamp: NOON })).toBe(0)
  expect(await chat.keys('b', 'a')).toHaveLength(1)
})

test('it goes to its place in time, within a second by MsgSeq', async () => {
  const chat = await Messenger.start()
  const times = [
    [NOON - 10, 5],
    [NOON - 30, 9],
    [NOON - 10, 3],
    [NOON - 20, 1],
  ]
  for (const [MsgTimeStamp, MsgSeq] of times) await chat.call('importmsg', { ...history, MsgTimeStamp, MsgSeq })
  const expected = [`9_7_${NOON - 30}`, `1_7_${NOON - 20}`, `3_7_${NOON - 10}`, `5_7_${NOON - 10}`]
  expect(await chat.keys('b', 'a')).toEqual(expected)
})

test('neither webhooks nor mutes nor blocklists are asked', async () => {
  const accounts = { a: { mutes: { oneToOne: 'forever' as const } }, b: { blocked: { a: {} } } }
  const chat = await Messenger.start({
    accounts,
    sendChecks: ['mutes', 'blocklist', 'friends'],
    webhookRefusals: { b: 20006 },
  })
  expect(await chat.code('importmsg', history)).toBe(0)
})

test.each([
  [{ SyncFromOldSystem: undefined }, 90030],
  [{ SyncFromOldSystem: 3 }, 90030],
  [{ From_Account: undefined }, 90008],
  [{ From_Account: 'nobody' }, 90008],
  [{ To_Account: undefined }, 90003],
  [{ To_Account: 'nobody' }, 90012],
  [{ MsgRandom: undefined }, 90005],
  [{ MsgSeq: 2 ** 32 }, 90004],
  [{ MsgTimeStamp: undefined }, 90006],
  [{ MsgTimeStamp: '1' }, 90006],
  [{ MsgBody: undefined }, 90002],
  [{ CloudCustomData: 'x'.repeat(12_288) }, 93000],
])('importmsg with %j: %i', async (members, code) => {
  const chat = await Messenger.start()
  expect(await chat.code('importmsg', { ...history, ...members })).toBe(code)
  expect(await chat.keys('b', 'a')).toEqual([])
})
