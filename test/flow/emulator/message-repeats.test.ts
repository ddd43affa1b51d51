import { expect, test } from 'vitest'
import { defaultLimits } from '../../../local/chat/limits.ts'
import { Messenger, MsgBody, NOON, text } from './messages.ts'

test('a repeat within a second is answered like the first, and not sent', async () => {
  const chat = await Messenger.start()
  const first = await chat.send()
  chat.now += 999
  // Over the border of the clock's second too, and whatever it says.
  expect(await chat.send({ MsgBody: text('other') })).toEqual(first)
  expect((await chat.side('b', 'a')).messages).toMatchObject([{ body: MsgBody }])
  expect((await chat.side('a', 'b')).messages).toHaveLength(1)
})

test('after a second it is another message', async () => {
  expect(defaultLimits.sendRepeatMs).toBe(1000)
  const chat = await Messenger.start()
  const first = await chat.send()
  chat.now += 1000
  const second = await chat.send()
  expect([first.MsgKey, second.MsgKey]).toEqual([`1_7_${NOON}`, `1_7_${NOON + 1}`])
  expect(await chat.keys('b', 'a')).toEqual([first.MsgKey, second.MsgKey])
  chat.now += 999
  expect((await chat.send()).MsgKey).toBe(second.MsgKey)
})

test.each([
  ['MsgSeq', { MsgSeq: 2 }],
  ['MsgRandom', { MsgRandom: 8 }],
  ['sender', { From_Account: 'b', To_Account: 'a' }],
])('with another %s it is another message at once', async (_, members) => {
  const chat = await Messenger.start()
  await chat.send()
  await chat.send(members)
  expect((await chat.side('b', 'a')).messages).toHaveLength(2)
})

test('to another account it is another message', async () => {
  const chat = await Messenger.start()
  await chat.send()
  await chat.send({ To_Account: 'c' })
  expect(await chat.keys('c', 'a')).toHaveLength(1)
})

test('without MsgSeq the same MsgRandom makes a repeat', async () => {
  const chat = await Messenger.start()
  const first = await chat.send({ MsgSeq: undefined })
  expect((await chat.send({ MsgSeq: undefined })).MsgKey).toBe(first.MsgKey)
  expect(await chat.keys('b', 'a')).toEqual([first.MsgKey])
})

test('messages that nobody keeps are not sent twice either, and a batch repeats a send', async () => {
  const chat = await Messenger.start()
  const first = await chat.send({ OnlineOnlyFlag: 1 })
  const batch = { From_Account: 'a', To_Account: ['b', 'c'], MsgRandom: 7, MsgSeq: 1, MsgBody }
  expect((await chat.call('batchsendmsg', batch)).MsgKey).toBe(first.MsgKey)
  expect([await chat.keys('b', 'a'), await chat.keys('c', 'a')]).toEqual([[], [first.MsgKey]])
})

test('a send whose reply was lost is not sent again by its repeat', async () => {
  const chat = await Messenger.start()
  await chat.emulator.fault({ command: 'sendmsg', fault: { kind: 'cut', after: true } })
  await expect(chat.send()).rejects.toThrow()
  expect(await chat.send()).toMatchObject({ ErrorCode: 0, MsgKey: `1_7_${NOON}` })
  expect(await chat.keys('b', 'a')).toHaveLength(1)
})

test('a send that a fault kept waiting is a repeat of the one that came meanwhile', async () => {
  const chat = await Messenger.start()
  await chat.emulator.fault({ command: 'sendmsg', fault: { latencyMs: 300 } })
  const late = chat.send()
  await expect.poll(async () => (await chat.emulator.calls(1))[0]?.fault).toBeTruthy()
  chat.now += 500
  const prompt = await chat.send()
  chat.now += 5000
  expect(await late).toEqual(prompt)
  expect(await chat.keys('b', 'a')).toHaveLength(1)
})
