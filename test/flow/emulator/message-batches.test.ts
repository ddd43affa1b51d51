import { expect, test } from 'vitest'
import { Messenger, MsgBody, NOON } from './messages.ts'

const batch = { From_Account: 'a', To_Account: ['b', 'c'], MsgRandom: 7, MsgSeq: 1, MsgBody }
const MsgKey = `1_7_${NOON}`

test('a batch reaches all with one key, as the sample prints the reply', async () => {
  const chat = await Messenger.start()
  const reply = await chat.call('batchsendmsg', batch)
  expect(JSON.stringify(reply)).toBe(JSON.stringify({ ErrorInfo: '', ActionStatus: 'OK', ErrorCode: 0, MsgKey }))
  expect([await chat.keys('b', 'a'), await chat.keys('c', 'a')]).toEqual([[MsgKey], [MsgKey]])
  expect((await chat.side('b', 'a')).unread).toBe(1)
})

test('without MsgSeq too all have one key', async () => {
  const chat = await Messenger.start()
  const reply = await chat.call('batchsendmsg', { ...batch, MsgSeq: undefined })
  expect([await chat.keys('b', 'a'), await chat.keys('c', 'a')]).toEqual([[reply.MsgKey], [reply.MsgKey]])
})

test('whom it does not reach stands in ErrorList under SomeError, code 0', async () => {
  const chat = await Messenger.start({ webhookRefusals: { c: 120_002 } })
  const reply = await chat.call('batchsendmsg', { ...batch, To_Account: ['nobody', 'b', 'c'] })
  expect(reply).toEqual({
    ActionStatus: 'SomeError',
    ErrorCode: 0,
    ErrorInfo: '',
    MsgKey,
    ErrorList: [
      { To_Account: 'nobody', ErrorCode: 70107 },
      { To_Account: 'c', ErrorCode: 120_002 },
    ],
  })
  expect([await chat.keys('b', 'a'), await chat.keys('c', 'a')]).toEqual([[MsgKey], []])
})

test('where it reaches nobody the call fails with 90012', async () => {
  const chat = await Messenger.start()
  const reply = await chat.call('batchsendmsg', { ...batch, To_Account: ['nobody', 'none'] })
  expect(reply).toEqual({ ActionStatus: 'FAIL', ErrorCode: 90012, ErrorInfo: expect.any(String) })
})

test('an account that stands twice gets the message once', async () => {
  const chat = await Messenger.start()
  expect(await chat.code('batchsendmsg', { ...batch, To_Account: ['b', 'b'] })).toBe(0)
  expect(await chat.keys('b', 'a')).toEqual([MsgKey])
})

test('500 are taken, one more are 90011', async () => {
  const many = Array.from({ length: 501 }, (_, index) => `user${index}`)
  const accounts = Object.fromEntries(many.map((userId) => [userId, {}]))
  const chat = await Messenger.start({ accounts: { a: {}, ...accounts } })
  expect(await chat.code('batchsendmsg', { ...batch, To_Account: many.slice(1) })).toBe(0)
  expect(await chat.keys('user500', 'a')).toEqual([MsgKey])
  expect(await chat.code('batchsendmsg', { ...batch, To_Account: many })).toBe(90011)
})

test.each([
  [{ To_Account: 'b' }, 90003],
  [{ To_Account: [] }, 90003],
  [{ To_Account: [7] }, 60015],
  [{ From_Account: 'nobody' }, 90008],
  [{ MsgRandom: 1.5 }, 90005],
  [{ MsgSeq: '1' }, 90004],
  [{ MsgBody: {} }, 90007],
])('batchsendmsg with %j: %i', async (members, code) => {
  const chat = await Messenger.start()
  expect(await chat.code('batchsendmsg', { ...batch, ...members })).toBe(code)
  expect(await chat.keys('c', 'a')).toEqual([])
})

test('codes of a fault stand in ErrorList, whether the message went all the same or not', async () => {
  const chat = await Messenger.start()
  await chat.emulator.fault({ fault: { items: { b: 70169 } } })
  expect(await chat.call('batchsendmsg', batch)).toMatchObject({
    ActionStatus: 'SomeError',
    ErrorList: [{ To_Account: 'b', ErrorCode: 70169 }],
  })
  expect(await chat.keys('b', 'a')).toEqual([])
  await chat.emulator.fault({ fault: { items: { b: 70169 }, after: true } })
  await chat.call('batchsendmsg', { ...batch, MsgSeq: 2 })
  expect(await chat.keys('b', 'a')).toEqual([`2_7_${NOON}`])
  const [record] = await chat.emulator.calls(1)
  expect(record?.answer?.items).toEqual({ b: 70169 })
})
