import { expect, test } from 'vitest'
import { Messenger, MsgBody, NOON, text } from './messages.ts'

interface Entry {
  MsgKey: string
}
interface Page {
  Complete: number
  MsgCnt: number
  LastMsgTime: number
  LastMsgKey: string
  MsgList: Entry[]
}

const range = { Operator_Account: 'a', Peer_Account: 'b', MaxCnt: 100, MinTime: 0, MaxTime: NOON + 1000 }

async function pull(chat: Messenger, members: Record<string, unknown> = {}): Promise<Page> {
  return (await chat.call('admin_getroammsg', { ...range, ...members })) as unknown as Page
}

/** Messages from a to b, one a second up to the emulator's time, and their keys. */
async function imported(chat: Messenger, count: number, members: Record<string, unknown> = {}): Promise<string[]> {
  const seconds = Array.from({ length: count }, (_, index) => NOON - count + index)
  for (const MsgTimeStamp of seconds) {
    const message = { From_Account: 'a', To_Account: 'b', MsgRandom: 7, MsgSeq: 1, MsgTimeStamp, MsgBody, ...members }
    expect(await chat.code('importmsg', { SyncFromOldSystem: 2, ...message })).toBe(0)
  }
  return seconds.map((second) => `1_7_${second}`)
}

test('an entry has all that the page shows', async () => {
  const chat = await Messenger.start()
  await chat.send({ CloudCustomData: 'mine' })
  const entry = {
    ...{ From_Account: 'a', To_Account: 'b', MsgSeq: 1, MsgRandom: 7, MsgTimeStamp: NOON },
    ...{ MsgFlagBits: 0, IsPeerRead: 0, MsgKey: `1_7_${NOON}`, MsgBody, CloudCustomData: 'mine' },
  }
  const expected = {
    ...{ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0, Complete: 1, MsgCnt: 1 },
    ...{ LastMsgTime: NOON, LastMsgKey: entry.MsgKey, MsgList: [entry] },
  }
  expect(JSON.stringify(await pull(chat))).toBe(JSON.stringify(expected))
})

test('pages go back in time and ascend within; LastMsgKey is the oldest of its page', async () => {
  const chat = await Messenger.start()
  const keys = await imported(chat, 5)
  const first = await pull(chat, { MaxCnt: 2 })
  expect(first).toMatchObject({ Complete: 0, MsgCnt: 2, LastMsgTime: NOON - 2, LastMsgKey: keys[3] })
  expect(first.MsgList.map(({ MsgKey }) => MsgKey)).toEqual(keys.slice(3))
  const next = { MaxCnt: 2, MaxTime: first.LastMsgTime, LastMsgKey: first.LastMsgKey }
  const second = await pull(chat, next)
  expect(second.MsgList.map(({ MsgKey }) => MsgKey)).toEqual(keys.slice(1, 3))
  const third = await pull(chat, { ...next, MaxTime: second.LastMsgTime, LastMsgKey: second.LastMsgKey })
  expect(third).toMatchObject({ Complete: 1, MsgCnt: 1, LastMsgKey: keys[0] })
})

test('messages of one second are cut between pages without loss', async () => {
  const chat = await Messenger.start()
  for (const MsgSeq of [1, 2, 3]) await chat.send({ MsgSeq })
  const first = await pull(chat, { MaxCnt: 2 })
  const second = await pull(chat, { MaxCnt: 2, MaxTime: first.LastMsgTime, LastMsgKey: first.LastMsgKey })
  const told = [second, first].flatMap(({ MsgList }) => MsgList.map(({ MsgKey }) => MsgKey))
  expect(told).toEqual(await chat.keys('a', 'b'))
})

test('a page ends at about 13 KB, with one message at least', async () => {
  const chat = await Messenger.start({}, { messageBytes: 100_000 })
  const keys = await imported(chat, 4, { MsgBody: text('x'.repeat(6000)) })
  const page = await pull(chat)
  expect([page.MsgCnt, page.Complete, page.LastMsgKey]).toEqual([2, 0, keys[2]])
  await chat.send({ MsgSeq: 9, MsgBody: text('x'.repeat(20_000)) })
  expect(await pull(chat)).toMatchObject({ MsgCnt: 1, Complete: 0, LastMsgKey: `9_7_${NOON}` })
})

test('both ends of the range belong to it, and an empty page is complete', async () => {
  const chat = await Messenger.start()
  const keys = await imported(chat, 5)
  const page = await pull(chat, { MinTime: NOON - 4, MaxTime: NOON - 3 })
  expect(page).toMatchObject({ Complete: 1, MsgList: [{ MsgKey: keys[1] }, { MsgKey: keys[2] }] })
  const nothing = { Complete: 1, MsgCnt: 0, LastMsgTime: 0, LastMsgKey: '', MsgList: [] }
  expect(await pull(chat, { MaxTime: NOON - 6 })).toMatchObject(nothing)
  expect(await pull(chat, { Peer_Account: 'c' })).toMatchObject(nothing)
})

test('what is older than the app’s roaming is not there, though it can still be recalled', async () => {
  const chat = await Messenger.start({ roamingDays: 2 })
  await chat.send()
  chat.now += 2 * 24 * 3_600_000
  expect(await pull(chat)).toMatchObject({ MsgCnt: 1 })
  chat.now += 1000
  expect(await pull(chat)).toMatchObject({ MsgCnt: 0, Complete: 1 })
  const named = { From_Account: 'a', To_Account: 'b', MsgKey: `1_7_${NOON}` }
  expect(await chat.code('admin_msgwithdraw', named)).toBe(0)
})

test('each side reads its own', async () => {
  const chat = await Messenger.start()
  await chat.send({ SyncOtherMachine: 2 })
  expect(await pull(chat)).toMatchObject({ MsgCnt: 0 })
  expect(await pull(chat, { Operator_Account: 'b', Peer_Account: 'a' })).toMatchObject({ MsgCnt: 1 })
})

test('older clients name the two accounts as in a send, and digits are numbers', async () => {
  const chat = await Messenger.start()
  await chat.send()
  const named = { Operator_Account: undefined, Peer_Account: undefined, From_Account: 'a', To_Account: 'b' }
  const digits = { MaxCnt: '10', MinTime: '0', MaxTime: String(NOON), LastMsgKey: '' }
  expect(await pull(chat, { ...named, ...digits })).toMatchObject({ MsgCnt: 1 })
})

test.each([
  [{ Operator_Account: undefined }, 90008],
  [{ Operator_Account: 'nobody' }, 90008],
  [{ Peer_Account: undefined }, 90003],
  [{ Peer_Account: 'nobody' }, 90003],
  [{ MaxCnt: undefined }, 90001],
  [{ MaxCnt: 0 }, 90001],
  [{ MinTime: -1 }, 90001],
  [{ MaxTime: 'now' }, 90001],
  [{ LastMsgKey: 'last' }, 90054],
])('admin_getroammsg with %j: %i', async (members, code) => {
  const chat = await Messenger.start()
  expect(await pull(chat, members)).toMatchObject({ ErrorCode: code })
})
