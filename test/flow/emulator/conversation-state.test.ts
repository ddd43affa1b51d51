import { expect, test } from 'vitest'
import { Emulator } from './client.ts'
import { type KeptSide, Messenger, MsgBody, NOON, text } from './messages.ts'

test('the state shows both sides, oldest first; UserIDs of any sign; and the messages stand nowhere else', async () => {
  const odd = 'a,b&c='
  const chat = await Messenger.start({ accounts: { a: {}, [odd]: {} } })
  await chat.send({ MsgSeq: 2, To_Account: odd })
  await chat.send({ MsgSeq: 1, To_Account: odd, SupportMessageExtension: 1 })
  expect(await chat.side(odd, 'a')).toEqual({
    unread: 2,
    readUntil: 0,
    messages: [
      expect.objectContaining({ seq: 1, unread: true, extensions: expect.objectContaining({ latestSeq: 0 }) }),
      expect.objectContaining({ seq: 2, lifeSeconds: 604_800 }),
    ],
  })
  const [, whole] = await chat.emulator.control('GET', 'state')
  // Two of each side.
  expect(whole).toMatchObject({ apps: { default: { messages: 4 } } })
  expect(JSON.stringify(whole)).not.toContain('TIMTextElem')
})

test('two that never wrote have empty sides; whom no app has is a 404', async () => {
  const chat = await Messenger.start()
  expect(await chat.side('b', 'c')).toEqual({ unread: 0, readUntil: 0, messages: [] })
  const [status, answer] = await chat.emulator.control('GET', 'state?conversation=none&conversation=nobody')
  expect([status, answer]).toEqual([404, { error: 'no account of any app is named none or nobody' }])
})

test.each([
  ['conversation=a', '?conversation must stand twice, once for each UserID'],
  ['conversation=a&conversation=b&conversation=c', '?conversation must stand twice, once for each UserID'],
  ['conversation=a&conversation=b&account=a', '?conversation must not stand beside ?account'],
])('state?%s is a 400', async (query, error) => {
  const chat = await Messenger.start()
  expect(await chat.emulator.control('GET', `state?${query}`)).toEqual([400, { error }])
})

test('who is deleted takes its own side along; the other keeps its own, and a reset takes both', async () => {
  const chat = await Messenger.start()
  await chat.send()
  expect(await chat.code('account_delete', { DeleteItem: [{ UserID: 'a' }] })).toBe(0)
  expect(await chat.keys('b', 'a')).toHaveLength(1)
  expect(await chat.code('account_import', { UserID: 'a' })).toBe(0)
  expect(await chat.keys('a', 'b')).toEqual([])
  expect(await chat.keys('b', 'a')).toHaveLength(1)
  // The new account's message is no repeat of the old one's.
  await chat.send()
  expect(await chat.keys('a', 'b')).toHaveLength(1)
  await chat.emulator.control('POST', 'reset')
  expect(await chat.keys('b', 'a')).toEqual([])
})

test('a seed’s messages are there on both sides, with the numbers given or their place in the list', async () => {
  const messages = [
    { from: 'a', to: 'b', text: 'old', at: 1_700_000_000, seq: 9, random: 8, extensible: true, read: true },
    { from: 'b', to: 'a', body: MsgBody, customData: 'mine', recalled: true },
    { from: 'b', to: 'a', text: 'new', peerRead: true },
  ]
  const chat = await Messenger.start({ messages, roamingDays: 4000 })
  expect(await chat.keys('a', 'b')).toEqual(['9_8_1700000000', `2_2_${NOON - 2}`, `3_3_${NOON - 1}`])
  expect(await chat.side('a', 'b')).toMatchObject({
    unread: 1,
    messages: [{ body: text('old') }, { customData: 'mine', recalled: true }, { body: text('new') }],
  })
  expect((await chat.side('b', 'a')).unread).toBe(0)
  const range = { Operator_Account: 'a', Peer_Account: 'b', MaxCnt: 9, MinTime: 0, MaxTime: NOON }
  expect(await chat.call('admin_getroammsg', range)).toMatchObject({
    MsgList: [{ IsPeerRead: 0 }, { MsgFlagBits: 8 }, { IsPeerRead: 1 }],
  })
})

test('the demo data has messages between alice and bob, by keys that stay and in the present', async () => {
  const emulator = await Emulator.start()
  type State = { apps: { default: { conversation: Record<string, KeptSide> } } }
  const query = 'state?app=default&conversation=alice&conversation=bob'
  const [, state] = await emulator.control<State>('GET', query)
  const keys = state.apps.default.conversation.alice!.messages.map(({ key }) => key)
  expect(keys).toEqual(expect.arrayContaining(['1_1_1700000000', '2_2_1700000000', '3_3_1700000000']))
  expect(keys.length).toBeGreaterThan(3)
})
