import { expect, test } from 'vitest'
import { Emulator, ok, smallSeed } from './client.ts'

const LIST = { From_Account: 'a', TimeStamp: 0, StartIndex: 0, TopTimeStamp: 0, TopStartIndex: 0 }
const recent = [
  { peer: 'c', at: 1000, pinned: true },
  { group: 'b', at: 3000 },
  { peer: 'b', at: 2000 },
  { group: 'empty', at: 0 },
]
const start = (limits = {}) =>
  Emulator.start({
    seed: smallSeed({ accounts: { a: { recent }, b: {}, c: {} } }, limits),
    now: () => 1_700_000_000_000,
  })

interface Page {
  SessionItem: Array<{ To_Account?: string; GroupId?: string }>
  CompleteFlag: number
  TimeStamp: number
  StartIndex: number
  TopTimeStamp: number
  TopStartIndex: number
}
const list = async (emulator: Emulator, AssistFlags: number, from: object = {}) =>
  (await emulator.call('get_list', { ...LIST, AssistFlags, ...from })) as unknown as Page
const names = ({ SessionItem }: Page) => SessionItem.map(({ To_Account, GroupId }) => To_Account ?? `group ${GroupId}`)

test('the flags say whether pinned conversations come, and those without a message; the oldest come first', async () => {
  const emulator = await start()
  expect(names(await list(emulator, 0))).toEqual(['b', 'group b'])
  expect(names(await list(emulator, 1))).toEqual(['c', 'b', 'group b'])
  expect(names(await list(emulator, 6))).toEqual(['group empty', 'b', 'group b'])
  expect(await list(emulator, 7)).toMatchObject({ CompleteFlag: 1, TimeStamp: 1_700_000_000, TopStartIndex: 0 })
})

test('ordinary and pinned ones have a cursor each, and a list ends with its last page', async () => {
  const emulator = await start({ recentPage: 1 })
  const seen: string[] = []
  let page = await list(emulator, 7)
  for (; page.CompleteFlag === 0; page = await list(emulator, 7, { ...page })) seen.push(...names(page))
  expect([...seen, ...names(page)]).toEqual(['c', 'group empty', 'b', 'group b'])
  // Whoever does not page through the pinned ones gets them at once, and once.
  const first = await list(emulator, 1)
  expect([names(first), first.CompleteFlag]).toEqual([['c'], 0])
  expect(names(await list(emulator, 1, { TimeStamp: 1, StartIndex: 0 }))).toEqual(['b'])
})

test('two of the same second are told apart by their number', async () => {
  const same = ['b', 'c', 'd'].map((group) => ({ group, at: 5 }))
  const seed = smallSeed({ accounts: { a: { recent: same } } }, { recentPage: 2 })
  const emulator = await Emulator.start({ seed })
  const page = await list(emulator, 0)
  expect([names(page), page.TimeStamp, page.StartIndex]).toEqual([['group b', 'group c'], 5, 2])
  expect(names(await list(emulator, 0, { TimeStamp: 5, StartIndex: 2 }))).toEqual(['group d'])
})

test('a message moves its conversation up on both lists; beyond the limit the oldest leave, pinned ones never', async () => {
  const emulator = await start({ recentConversations: 1 })
  expect(names(await list(emulator, 7))).toEqual(['c', 'group b'])
  const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'x' } }]
  await emulator.call('sendmsg', { From_Account: 'b', To_Account: 'a', MsgRandom: 1, MsgBody })
  expect(names(await list(emulator, 7))).toEqual(['c', 'b'])
  expect(names((await emulator.call('get_list', { ...LIST, From_Account: 'b', AssistFlags: 7 })) as never)).toEqual([
    'a',
  ])
})

test('a deleted conversation leaves the list, a pinned one as well; its messages go where that is said', async () => {
  const emulator = await start()
  const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'x' } }]
  await emulator.call('sendmsg', { From_Account: 'b', To_Account: 'a', MsgRandom: 1, MsgBody })
  const kept = async () => {
    const [, { apps }] = await emulator.control<{
      apps: { default: { conversation: Record<string, { messages: unknown[] }> } }
    }>('GET', 'state?conversation=a&conversation=b')
    const { a, b } = apps.default.conversation
    return [a!.messages.length, b!.messages.length]
  }
  const gone = { From_Account: 'a', Type: 1, To_Account: 'b' }
  expect(await emulator.call('delete', gone)).toEqual(ok)
  expect([names(await list(emulator, 7)), await kept()]).toEqual([
    ['c', 'group empty', 'group b'],
    [1, 1],
  ])
  expect(await emulator.call('delete', { ...gone, ClearRamble: 1 })).toEqual(ok)
  expect(await kept()).toEqual([0, 1])
  await emulator.call('delete', { From_Account: 'a', Type: '2', ToGroupid: 'b' })
  await emulator.call('delete', { From_Account: 'a', Type: 1, To_Account: 'c' })
  expect(names(await list(emulator, 7))).toEqual(['group empty'])
})

test.each([
  ['get_list', { ...LIST, AssistFlags: 7, From_Account: 'nobody' }, 50001],
  ['get_list', { ...LIST, AssistFlags: 7, From_Account: 1 }, 60015],
  ['get_list', LIST, 50002],
  ['get_list', { ...LIST, AssistFlags: 7, TimeStamp: -1 }, 50002],
  ['delete', { From_Account: 'a', Type: 3, To_Account: 'b' }, 50002],
  ['delete', { From_Account: 'a', Type: 2, ToGroupId: 'b' }, 50002],
  ['delete', { From_Account: 'a', Type: 1, To_Account: 'b', ClearRamble: 2 }, 50002],
  ['delete', { Type: 1, To_Account: 'b' }, 50002],
])('%s of %j gives %i', async (command, body, code) => {
  const emulator = await start()
  expect(await emulator.call(command, body)).toMatchObject({ ErrorCode: code, ErrorDisplay: '' })
})

test('a seed has conversations with accounts that are there, and no more pins than an account may have', async () => {
  const of = (some: object[], limits = {}) =>
    Emulator.start({ seed: smallSeed({ accounts: { a: { recent: some } } as never }, limits) })
  await expect(of([{ peer: 'x' }])).rejects.toThrow('recent[0].peer is an account that the app has not')
  await expect(of([{}])).rejects.toThrow('must have either a peer or a group')
  await expect(of([{ peer: 'a', group: 'a' }])).rejects.toThrow('must have either a peer or a group')
  await expect(of([{ group: 'a', pinned: true }], { pinnedConversations: 0 })).rejects.toThrow(
    'too many that are pinned',
  )
})
