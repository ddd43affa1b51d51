import { describe, expect, test } from 'vitest'
import { Messenger, MsgBody, NOON, text } from './messages.ts'

test('a message stands on both sides, unread on the recipient’s, and its key is MsgSeq, MsgRandom and the second', async () => {
  const chat = await Messenger.start()
  const key = `1_7_${NOON}`
  const reply = await chat.send({ CloudCustomData: 'mine' })
  expect(reply).toEqual({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', MsgTime: NOON, MsgKey: key })
  const message = { key, from: 'a', to: 'b', body: MsgBody, customData: 'mine', recalled: false }
  expect(await chat.side('a', 'b')).toMatchObject({ unread: 0, messages: [{ ...message, unread: false }] })
  expect(await chat.side('b', 'a')).toMatchObject({ unread: 1, messages: [{ ...message, unread: true }] })
})

test('a send without a sender is the calling administrator’s, and one without MsgSeq gets one', async () => {
  const chat = await Messenger.start()
  const { MsgKey } = await chat.send({ From_Account: undefined, MsgSeq: undefined })
  expect(MsgKey).toMatch(/^\d+_7_2000000000$/)
  expect(await chat.keys('b', 'administrator')).toEqual([MsgKey])
})

describe('the two sides differ', () => {
  test.each([
    ['SyncOtherMachine 1', { SyncOtherMachine: 1 }, 1, 1, 1],
    ['SyncOtherMachine 2', { SyncOtherMachine: 2 }, 0, 1, 1],
    ['MsgLifeTime 0', { MsgLifeTime: 0 }, 1, 0, 0],
    ['MsgLifeTime of a minute', { MsgLifeTime: 60 }, 1, 1, 1],
    ['OnlineOnlyFlag', { OnlineOnlyFlag: 1 }, 0, 0, 0],
    ['NoUnread', { SendMsgControl: ['NoUnread'] }, 1, 1, 0],
  ])('%s', async (_, members, sent, received, unread) => {
    const chat = await Messenger.start()
    expect((await chat.send(members)).ErrorCode).toBe(0)
    expect((await chat.side('a', 'b')).messages).toHaveLength(sent)
    const side = await chat.side('b', 'a')
    expect([side.messages.length, side.unread]).toEqual([received, unread])
  })

  test('who writes to himself has one side, read', async () => {
    const chat = await Messenger.start()
    expect((await chat.send({ To_Account: 'a' })).ErrorCode).toBe(0)
    expect(await chat.side('a', 'a')).toMatchObject({ unread: 0, messages: [{ from: 'a', to: 'a' }] })
  })
})

test('a message moves the conversation up in both recent lists, but not with NoLastMsg, and not where no side keeps it', async () => {
  const chat = await Messenger.start()
  const recent = async (userId: string) => Object.values((await chat.emulator.account(userId)).contacts.recent)
  await chat.send({ MsgSeq: 1 })
  await chat.send({ MsgSeq: 2, To_Account: 'c', SendMsgControl: ['NoLastMsg'] })
  await chat.send({ MsgSeq: 3, To_Account: 'c', OnlineOnlyFlag: 1 })
  const moved = { kind: 1, at: NOON, pinned: false }
  expect(await recent('a')).toEqual([{ ...moved, id: 'b' }])
  expect(await recent('b')).toEqual([{ ...moved, id: 'a' }])
  expect(await recent('c')).toEqual([])
})

const custom = { MsgType: 'TIMCustomElem', MsgContent: { Data: 'x' } }
/** A text that is so many bytes of MsgBody, four to a character. */
const emoji = (bytes: number) => {
  const room = bytes - JSON.stringify(text('')).length
  return text('😀'.repeat(Math.floor(room / 4)) + 'x'.repeat(room % 4))
}

test('12,288 bytes of elements are taken; with those of CloudCustomData they are too many', async () => {
  const chat = await Messenger.start()
  const largest = emoji(12_288)
  expect(Buffer.byteLength(JSON.stringify(largest))).toBe(12_288)
  expect((await chat.send({ MsgBody: emoji(12_289) })).ErrorCode).toBe(93000)
  expect((await chat.send({ MsgBody: largest })).ErrorCode).toBe(0)
  expect((await chat.send({ MsgBody: largest, CloudCustomData: 'x' })).ErrorCode).toBe(93000)
  expect(await chat.keys('a', 'b')).toHaveLength(1)
})

test.each([
  [{ To_Account: undefined }, 90003],
  [{ To_Account: ['b'] }, 60015],
  [{ To_Account: 'nobody' }, 90012],
  [{ From_Account: 'nobody' }, 20003],
  [{ From_Account: 7 }, 60015],
  [{ MsgRandom: undefined }, 90005],
  [{ MsgRandom: '7' }, 90005],
  [{ MsgRandom: 2 ** 32 }, 90005],
  [{ MsgSeq: -1 }, 90004],
  [{ MsgLifeTime: '60' }, 90044],
  [{ MsgLifeTime: 604_801 }, 90026],
  [{ SyncOtherMachine: 3 }, 90031],
  [{ MsgBody: undefined }, 90002],
  [{ MsgBody: [] }, 90002],
  [{ MsgBody: 'hi' }, 90007],
  [{ MsgBody: ['hi'] }, 90010],
  [{ MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: {} }] }, 90010],
  [{ MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 7 } }] }, 90010],
  [{ MsgBody: [{ MsgType: 'TIMFaceElem', MsgContent: { Index: '7' } }] }, 90010],
  [{ MsgBody: [{ MsgType: 'TextElem', MsgContent: {} }] }, 90010],
  [{ MsgBody: [custom, custom] }, 90010],
  [{ CloudCustomData: {} }, 90001],
  [{ SendMsgControl: ['NoNothing'] }, 90001],
  [{ ForbidCallbackControl: 'ForbidBeforeSendMsgCallback' }, 90001],
  [{ OfflinePushInfo: { PushFlag: 2 } }, 90001],
  [{ OfflinePushInfo: { Title: 7 } }, 90001],
  [{ OnlineOnlyFlag: true }, 90001],
])('sendmsg with %j: %i, and nothing is sent', async (members, code) => {
  const chat = await Messenger.start()
  expect(await chat.send(members)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code })
  expect(await chat.keys('b', 'a')).toEqual([])
})

test('every switch at once, and elements that no page knows, are taken', async () => {
  const chat = await Messenger.start()
  const reply = await chat.send({
    SyncOtherMachine: 1,
    MsgLifeTime: 604_800,
    SendMsgControl: ['NoUnread', 'NoLastMsg', 'WithMuteNotifications'],
    ForbidCallbackControl: ['ForbidBeforeSendMsgCallback', 'ForbidAfterSendMsgCallback'],
    SupportMessageExtension: 1,
    IsNeedReadReceipt: 1,
    OfflinePushInfo: { PushFlag: 0, Title: 't', Desc: 'd', Ext: '{}', AndroidInfo: { Sound: 's' }, ApnsInfo: {} },
    MsgBody: [...MsgBody, custom, { MsgType: 'TIMRelayElem', MsgContent: { Title: 'forwarded' } }],
  })
  expect(reply.ErrorCode).toBe(0)
})

describe('what an app looks at before a message goes', () => {
  const accounts = {
    a: { friends: { b: {}, c: {} }, mutes: { oneToOne: 'forever' as const } },
    b: { friends: { a: {} } },
    c: {},
    d: { friends: { e: {} }, blocked: { e: {} } },
    e: {},
  }

  test('is nothing, unless its seed says so: the page has sends pass by mutes, blocklists and friends', async () => {
    const chat = await Messenger.start({ accounts })
    expect((await chat.send()).ErrorCode).toBe(0)
    expect((await chat.send({ From_Account: 'e', To_Account: 'd' })).ErrorCode).toBe(0)
  })

  test.each([
    ['a muted sender', 'mutes' as const, 'a', 'b', 20012],
    ['a sender that is not muted', 'mutes' as const, 'b', 'a', 0],
    ['a recipient that blocked the sender', 'blocklist' as const, 'e', 'd', 20007],
    ['a sender that blocked the recipient', 'blocklist' as const, 'd', 'e', 0],
    ['friends of each other', 'friends' as const, 'a', 'b', 0],
    ['no friends at all', 'friends' as const, 'b', 'c', 20009],
    ['a friend only of the recipient’s', 'friends' as const, 'e', 'd', 20010],
    ['a friend only of the sender’s', 'friends' as const, 'a', 'c', 20011],
  ])('%s: %s', async (_, check, From_Account, To_Account, code) => {
    const chat = await Messenger.start({ accounts, sendChecks: [check] })
    expect((await chat.send({ From_Account, To_Account })).ErrorCode).toBe(code)
  })

  test('its webhook’s refusal, which a message may go without', async () => {
    const chat = await Messenger.start({ webhookRefusals: { b: 120_001 } })
    expect((await chat.send()).ErrorCode).toBe(120_001)
    expect((await chat.send({ To_Account: 'c' })).ErrorCode).toBe(0)
    expect((await chat.send({ ForbidCallbackControl: ['ForbidAfterSendMsgCallback'] })).ErrorCode).toBe(120_001)
    expect((await chat.send({ ForbidCallbackControl: ['ForbidBeforeSendMsgCallback'] })).ErrorCode).toBe(0)
    expect(await chat.keys('b', 'a')).toHaveLength(1)
  })
})
