import { expect, test } from 'vitest'
import { Messenger, NOON } from './messages.ts'

const named = { From_Account: 'a', To_Account: 'b', MsgKey: `1_7_${NOON}` }
/** As the page of each prints it. */
const written = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 }
const ok = { ErrorCode: 0, ErrorInfo: '', ActionStatus: 'OK' }
interface GivenPair {
  Key: string
  Value?: string
  Seq?: number
}

async function extensible(limits: Parameters<typeof Messenger.start>[1] = {}): Promise<Messenger> {
  const chat = await Messenger.start({}, limits)
  await chat.send({ SupportMessageExtension: 1 })
  return chat
}
const write = (chat: Messenger, OperateType: number, ...ExtensionList: GivenPair[]) =>
  chat.call('set_key_values', { ...named, OperateType, ExtensionList })
const read = (chat: Messenger, StartSeq?: number) => chat.call('get_key_values', { ...named, StartSeq })
const pair = (Key: string, Value: string, Seq: number) => ({ Key, Value, Seq })
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}`, Value: 'v' }))

test('pairs of one write have one version, the message’s next; reading is by version, from StartSeq on', async () => {
  const chat = await extensible()
  const first = await write(chat, 1, pair('k1', 'v1', 0), pair('k2', 'v2', 0))
  const stored = [pair('k1', 'v1', 1), pair('k2', 'v2', 1)]
  const rows = stored.map((Extension) => ({ ErrorCode: 0, Extension }))
  expect(JSON.stringify(first)).toBe(JSON.stringify({ ...written, ExtensionList: rows }))
  await write(chat, 1, { Key: 'k1', Value: 'new' })
  const all = { ...ok, CompleteFlag: 1, LatestSeq: 2, ClearSeq: 0 }
  const ExtensionList = [pair('k2', 'v2', 1), pair('k1', 'new', 2)]
  expect(JSON.stringify(await read(chat))).toBe(JSON.stringify({ ...all, ExtensionList }))
  expect(await read(chat, 2)).toEqual({ ...all, ExtensionList: [pair('k1', 'new', 2)] })
  expect(await read(chat, 3)).toEqual({ ...all, ExtensionList: [] })
})

test('a version that is given and old is refused with 23001 beside the pair as it is; the others are written', async () => {
  const chat = await extensible()
  await write(chat, 1, pair('k1', 'v1', 0))
  await write(chat, 1, pair('k1', 'v2', 1))
  const reply = await write(chat, 1, pair('k1', 'late', 1), pair('k2', 'x', 0))
  expect(reply).toMatchObject({
    ErrorCode: 0,
    ExtensionList: [
      { ErrorCode: 23001, Extension: pair('k1', 'v2', 2) },
      { ErrorCode: 0, Extension: pair('k2', 'x', 3) },
    ],
  })
  expect(await write(chat, 2, { Key: 'k1', Seq: 1 })).toMatchObject({ ExtensionList: [{ ErrorCode: 23001 }] })
  expect(await write(chat, 1, pair('k1', 'known', 2))).toMatchObject({ ExtensionList: [{ ErrorCode: 0 }] })
})

test('deleting takes pairs away and clearing all of them, with ClearSeq; deleting none is no fault', async () => {
  const chat = await extensible()
  await write(chat, 1, pair('k1', 'v1', 0), pair('k2', 'v2', 0), pair('k3', 'v3', 0))
  const gone = await write(chat, 2, { Key: 'k1', Value: '' }, { Key: 'none' })
  expect(gone).toMatchObject({ ExtensionList: [{ ErrorCode: 0, Extension: pair('k1', '', 2) }, { ErrorCode: 0 }] })
  expect(await read(chat)).toMatchObject({ LatestSeq: 2, ExtensionList: [{ Key: 'k2' }, { Key: 'k3' }] })
  expect(await chat.call('set_key_values', { ...named, OperateType: 3 })).toEqual(ok)
  expect(await read(chat)).toMatchObject({ LatestSeq: 3, ClearSeq: 3, ExtensionList: [] })
})

test('a seed’s pairs are of the writes that it tells of', async () => {
  const extensions = [{ k1: 'v1', k2: 'v2' }, { k1: 'new' }]
  const messages = [{ from: 'a', to: 'b', text: 'hi', seq: 1, random: 7, at: NOON, extensions }]
  const chat = await Messenger.start({ messages })
  const ExtensionList = [pair('k2', 'v2', 1), pair('k1', 'new', 2)]
  expect(await read(chat)).toMatchObject({ LatestSeq: 2, ExtensionList })
})

test('300 pairs a message, 20 a write, 200 a page', async () => {
  const chat = await extensible()
  for (let from = 0; from < 300; from += 20) {
    expect((await write(chat, 1, ...numbered(from, 20))).ErrorCode).toBe(0)
  }
  const more = await write(chat, 1, { Key: 'k7', Value: 'again' }, { Key: 'k300', Value: 'v' })
  expect(more).toMatchObject({ ExtensionList: [{ ErrorCode: 0 }, { ErrorCode: 10004 }] })
  expect((await write(chat, 1, ...numbered(0, 21))).ErrorCode).toBe(10004)
  const page = await read(chat)
  expect([page.CompleteFlag, (page.ExtensionList as object[]).length]).toEqual([0, 200])
  const rest = await read(chat, 11)
  // k7 has moved to the end.
  expect([rest.CompleteFlag, (rest.ExtensionList as object[]).length]).toEqual([1, 101])
})

test('200 writes a minute, then 23003 until the minute is over', async () => {
  const chat = await extensible({ extensionWritesPerMinute: 2 })
  const codes = async () => (await write(chat, 1, { Key: 'k', Value: 'v' })).ErrorCode
  expect([await codes(), await codes(), await codes()]).toEqual([0, 0, 23003])
  chat.now += 60_000
  expect(await codes()).toBe(0)
})

test('a message sent without extensions: 23002 for a write, none to read', async () => {
  const chat = await Messenger.start()
  await chat.send()
  expect(await write(chat, 1, { Key: 'k', Value: 'v' })).toMatchObject({ ErrorCode: 23002 })
  expect(await read(chat)).toMatchObject({ CompleteFlag: 1, LatestSeq: 0, ExtensionList: [] })
})

test('an app whose plan has no extensions: 10008', async () => {
  const chat = await Messenger.start({ messageExtensions: false })
  await chat.send({ SupportMessageExtension: 1 })
  expect([(await write(chat, 3)).ErrorCode, (await read(chat)).ErrorCode]).toEqual([10008, 10008])
})

test('a message that was recalled has none any more', async () => {
  const chat = await extensible()
  await chat.call('admin_msgwithdraw', named)
  expect([(await write(chat, 3)).ErrorCode, (await read(chat)).ErrorCode]).toEqual([23004, 23004])
})

test.each([
  [{ To_Account: undefined }, 10004],
  [{ To_Account: 'c' }, 23004],
  [{ From_Account: undefined }, 23004],
  [{ MsgKey: undefined }, 10004],
  [{ MsgKey: `2_7_${NOON}` }, 23004],
])('with %j both commands give %i', async (members, code) => {
  const chat = await extensible()
  expect(await chat.code('get_key_values', { ...named, ...members })).toBe(code)
  expect(await chat.code('set_key_values', { ...named, OperateType: 3, ...members })).toBe(code)
})

test.each([
  [{ OperateType: 4 }, 10004],
  [{ OperateType: undefined }, 10004],
  [{ ExtensionList: undefined }, 10004],
  [{ ExtensionList: [] }, 10004],
  [{ ExtensionList: [{ Key: 'k' }] }, 10004],
  [{ ExtensionList: [{ Key: '', Value: 'v' }] }, 10004],
  [{ ExtensionList: [{ Key: 'x'.repeat(101), Value: 'v' }] }, 10004],
  [{ ExtensionList: [{ Key: 'k', Value: 'x'.repeat(1001) }] }, 10004],
  [{ ExtensionList: [{ Key: 'k', Value: 'v', Seq: 'first' }] }, 10004],
])('set_key_values with %j: %i, and nothing is written', async (members, code) => {
  const chat = await extensible()
  const good = { ...named, OperateType: 1, ExtensionList: [{ Key: 'k', Value: 'v' }] }
  expect(await chat.code('set_key_values', { ...good, ...members })).toBe(code)
  expect(await read(chat)).toMatchObject({ LatestSeq: 0 })
})
