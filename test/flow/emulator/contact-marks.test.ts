import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const peer = (To_Account: string) => ({ Type: 1, To_Account })
const start = (limits = {}) =>
  Emulator.start({
    seed: smallSeed({ accounts: { a: { contactGroups: ['x'] }, b: {}, c: {} } }, limits),
    now: () => 5_000_000,
  })
const mark = (emulator: Emulator, ...MarkItem: object[]) =>
  emulator.call('mark_contact', { From_Account: 'a', MarkItem })
const found = async (emulator: Emulator, ...ContactItem: object[]) =>
  (await emulator.call('search_contact_group', { From_Account: 'a', ContactItem })).ContactResultItem
const codesOf = ({ ResultItem = [] }: { ResultItem?: Array<{ ResultCode: number }> }) =>
  ResultItem.map(({ ResultCode }) => ResultCode)

test('bits are set and cleared, 64 of them; OptType says which marks are touched', async () => {
  const emulator = await start()
  const ContactItem = peer('b')
  await mark(emulator, { OptType: 3, ContactItem, SetMark: [0, 2, 63], CustomMark: 'vip' })
  const bits = `1${'0'.repeat(60)}101`
  const [entry] = (await found(emulator, peer('b'))) as [object]
  expect(entry).toEqual({ ...peer('b'), StandardMark: bits, CustomMark: 'vip', Timestamp: 5000 })
  await mark(emulator, { OptType: 1, ContactItem, SetMark: [1], ClearMark: [63, 0], CustomMark: 'ignored' })
  expect(await found(emulator, peer('b'))).toMatchObject([{ StandardMark: '110', CustomMark: 'vip' }])
  await mark(emulator, { OptType: 2, ContactItem, ClearMark: [1, 2], CustomMark: '' })
  expect(await found(emulator, peer('b'))).toEqual([{ ...peer('b'), StandardMark: '110', Timestamp: 5000 }])
  await mark(emulator, { OptType: 1, ContactItem, ClearMark: [1, 2] })
  expect(await found(emulator, peer('b'))).toEqual([])
})

test('an account and a group of one id are two conversations, whether Type is a number or a text', async () => {
  const emulator = await start()
  const of = (Type: unknown) => ({ Type, To_Account: 'b', ToGroupId: 'b' })
  const custom = (ContactItem: object, CustomMark: string) => ({ OptType: 2, ContactItem, CustomMark })
  expect(codesOf(await mark(emulator, custom(of('1'), 'account'), custom(of(2), 'group')))).toEqual([0, 0])
  expect(await found(emulator, of(1), of('2'))).toMatchObject([
    { Type: 1, To_Account: 'b', CustomMark: 'account' },
    { Type: 2, ToGroupId: 'b', CustomMark: 'group' },
  ])
})

test('an account marks so many conversations, counted without those it has in groups alone', async () => {
  const emulator = await start({ markedContacts: 1 })
  const item = (to: string, CustomMark: string) => ({ OptType: 2, ContactItem: peer(to), CustomMark })
  await emulator.call('update_contact_group', {
    From_Account: 'a',
    UpdateType: 1,
    UpdateGroup: {
      UpdateGroupType: 2,
      OldGroupName: 'x',
      ContactUpdateItem: [{ ContactOptType: 1, ContactItem: peer('c') }],
    },
  })
  const reply = await mark(emulator, item('nobody', 'x'), item('b', 'x'), item('b', 'y'), item('c', 'x'), item('c', ''))
  expect(codesOf(reply)).toEqual([50001, 0, 0, 51008, 0])
})

test('search tells of those asked for, with the groups they are in; the list of all has every group, by the page', async () => {
  const emulator = await start({ contactsPage: 1 })
  await emulator.call('create_contact_group', {
    From_Account: 'a',
    GroupContactItem: [{ GroupName: 'y', ContactItem: [peer('b')] }],
  })
  await mark(emulator, { OptType: 2, ContactItem: peer('c'), CustomMark: 'x' })
  const groupY = { GroupName: 'y', GroupId: 2 }
  const search = { From_Account: 'a', ContactItem: [peer('b'), peer('administrator')] }
  expect(await emulator.call('search_contact_group', search)).toMatchObject({
    ContactResultItem: [{ ...peer('b'), ContactGroupId: [2] }],
    GroupItem: [groupY],
  })
  const page = (StartIndex: number) => emulator.call('get_contact_group', { From_Account: 'a', StartIndex })
  const groups = [{ GroupName: 'x', GroupId: 1 }, groupY]
  expect(await page(0)).toMatchObject({
    ContactItem: [peer('b')],
    GroupItem: groups,
    CompleteFlag: 0,
    NextStartIndex: 1,
  })
  expect(await page(1)).toMatchObject({
    ContactItem: [peer('c')],
    GroupItem: groups,
    CompleteFlag: 1,
    NextStartIndex: 0,
  })
})

const item = { OptType: 1, ContactItem: peer('b'), SetMark: [1] }
test.each([
  ['mark_contact', { MarkItem: [] }, 51006],
  ['mark_contact', { MarkItem: Array(101).fill(item) }, 51006],
  ['mark_contact', { MarkItem: [{ ...item, OptType: 4 }] }, 50002],
  ['mark_contact', { MarkItem: [{ ...item, SetMark: [64] }] }, 50002],
  ['mark_contact', { MarkItem: [{ ...item, CustomMark: 'x'.repeat(257) }] }, 50002],
  ['mark_contact', { MarkItem: [{ ...item, CustomMark: 7 }] }, 50002],
  ['mark_contact', { MarkItem: [{ ...item, ContactItem: { Type: 1, To_Account: 7 } }] }, 60015],
  ['search_contact_group', { ContactItem: [] }, 50002],
  ['search_contact_group', { ContactItem: Array(301).fill(peer('b')) }, 50002],
  ['get_contact_group', {}, 50002],
])('%s of %j gives %i', async (command, members, code) => {
  const emulator = await start()
  expect(await emulator.call(command, { From_Account: 'a', ...members })).toMatchObject({ ErrorCode: code })
})
