import { expect, test } from 'vitest'
import { Messenger, NOON } from './messages.ts'

/** b has two messages of a, a second apart, and one of c. */
async function unread(): Promise<Messenger> {
  const chat = await Messenger.start()
  await chat.send({ MsgSeq: 1 })
  await chat.send({ MsgSeq: 2, From_Account: 'c' })
  chat.now += 1000
  await chat.send({ MsgSeq: 3 })
  return chat
}
const counts = (chat: Messenger, ...Peer_Account: string[]) =>
  chat.call('get_c2c_unread_msg_num', { To_Account: 'b', Peer_Account })
const ok = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 }

test('without peers the total of all conversations, alone', async () => {
  const chat = await unread()
  const reply = await chat.call('get_c2c_unread_msg_num', { To_Account: 'b' })
  expect(JSON.stringify(reply)).toBe(JSON.stringify({ ...ok, AllC2CUnreadMsgNum: 3 }))
  expect(await chat.call('get_c2c_unread_msg_num', { To_Account: 'a' })).toMatchObject({ AllC2CUnreadMsgNum: 0 })
})

test('with peers a number for each, alone; who is not there stands in ErrorList', async () => {
  const chat = await unread()
  const C2CUnreadMsgNumList = [
    { Peer_Account: 'a', C2CUnreadMsgNum: 2 },
    { Peer_Account: 'c', C2CUnreadMsgNum: 1 },
  ]
  expect(JSON.stringify(await counts(chat, 'a', 'c'))).toBe(JSON.stringify({ ...ok, C2CUnreadMsgNumList }))
  expect(await counts(chat, 'nobody', 'administrator')).toEqual({
    ...ok,
    C2CUnreadMsgNumList: [{ Peer_Account: 'administrator', C2CUnreadMsgNum: 0 }],
    ErrorList: [{ Peer_Account: 'nobody', ErrorCode: 70107 }],
  })
})

test.each([
  [{}, 0],
  [{ MsgReadTime: String(NOON) }, 1],
  [{ MsgReadTime: NOON - 1 }, 2],
])('admin_set_msg_read with %j leaves %i unread', async (members, left) => {
  const chat = await unread()
  const read = { Report_Account: 'b', Peer_Account: 'a', ...members }
  expect(await chat.call('admin_set_msg_read', read)).toEqual(ok)
  expect(await counts(chat, 'a', 'c')).toMatchObject({
    C2CUnreadMsgNumList: [{ C2CUnreadMsgNum: left }, { C2CUnreadMsgNum: 1 }],
  })
  // What comes after the mark is unread, be it in the same second.
  await chat.send({ MsgSeq: 4 })
  expect(await counts(chat, 'a')).toMatchObject({ C2CUnreadMsgNumList: [{ C2CUnreadMsgNum: left + 1 }] })
})

test('a mark says up to when, and an earlier one takes nothing back', async () => {
  const chat = await unread()
  const read = { Report_Account: 'b', Peer_Account: 'a' }
  await chat.call('admin_set_msg_read', { ...read, MsgReadTime: String(NOON + 1) })
  await chat.call('admin_set_msg_read', { ...read, MsgReadTime: String(NOON - 1) })
  expect(await chat.side('b', 'a')).toMatchObject({ readUntil: NOON + 1, unread: 0 })
})

test('marking is no read receipt', async () => {
  const chat = await unread()
  await chat.call('admin_set_msg_read', { Report_Account: 'b', Peer_Account: 'a' })
  const range = { Operator_Account: 'a', Peer_Account: 'b', MaxCnt: 1, MinTime: 0, MaxTime: NOON + 9 }
  expect(await chat.call('admin_getroammsg', range)).toMatchObject({ MsgList: [{ IsPeerRead: 0 }] })
})

test.each([
  ['admin_set_msg_read', { Report_Account: 'nobody', Peer_Account: 'a' }, 90008],
  ['admin_set_msg_read', { Report_Account: 'b' }, 90003],
  ['admin_set_msg_read', { Report_Account: 'b', Peer_Account: 'a', MsgReadTime: 'now' }, 90001],
  ['get_c2c_unread_msg_num', {}, 90003],
  ['get_c2c_unread_msg_num', { To_Account: 'nobody' }, 90003],
  ['get_c2c_unread_msg_num', { To_Account: 'b', Peer_Account: 'a' }, 90001],
  ['get_c2c_unread_msg_num', { To_Account: 'b', Peer_Account: new Array(11).fill('a') }, 90001],
])('%s with %j: %i', async (command, body, code) => {
  const chat = await unread()
  expect(await chat.code(command, body)).toBe(code)
  expect((await chat.side('b', 'a')).unread).toBe(2)
})
