import { describe, expect, test } from 'vitest'
import { commands } from '../../../local/chat/commands/index.ts'
import { Emulator, firstItem, smallSeed } from './client.ts'

/** One body for each command, with all that its page knows. */
// What public clients send that no page shows.
const friend = { To_Account: 'c', AddSource: 'AddSource_Type_Web', Remark: 'C', AddWording: 'hi' }
const numbers = { MsgRandom: 7, MsgSeq: 1 }
const sent = { MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }], CloudCustomData: 'mine' }
const switches = {
  SyncOtherMachine: 1,
  MsgLifeTime: 60,
  OnlineOnlyFlag: 0,
  SupportMessageExtension: 1,
  IsNeedReadReceipt: 1,
  SendMsgControl: ['NoUnread'],
  ForbidCallbackControl: ['ForbidAfterSendMsgCallback'],
  OfflinePushInfo: { PushFlag: 0, Title: 't', Desc: 'd', Ext: 'e', AndroidInfo: {}, ApnsInfo: {} },
}
/** The seed has this one. */
const message = { From_Account: 'a', To_Account: 'b', MsgKey: '1_1_1700000000' }
const messages = [{ from: 'a', to: 'b', text: 'hi', at: 1_700_000_000, extensible: true }]

const bodies: ReadonlyArray<readonly [command: string, body: Record<string, unknown>]> = [
  ['friend_add', { AddFriendItem: [{ ...friend, GroupName: 'x' }], AddType: 'Add_Type_Both', ForceAddFlags: 0 }],
  ['friend_import', { AddFriendItem: [{ ...friend, RemarkTime: 1, GroupName: ['x'], AddTime: 2, CustomItem: [] }] }],
  ['friend_update', { UpdateItem: [{ To_Account: 'b', SnsItem: [{ Tag: 'Tag_SNS_IM_Remark', Value: 'B' }] }] }],
  ['friend_delete', { To_Account: ['b'], DeleteType: 'Delete_Type_Both' }],
  ['friend_delete_all', { DeleteType: 'Delete_Type_Both' }],
  ['friend_check', { To_Account: ['b'], CheckType: 'CheckResult_Type_Both' }],
  ['friend_get', { StartIndex: 0, StandardSequence: 0, CustomSequence: 0 }],
  ['friend_get_list', { To_Account: ['b'], TagList: ['Tag_SNS_IM_Remark'] }],
  ['group_add', { GroupName: ['x'], To_Account: ['b'] }],
  ['group_delete', { GroupName: ['x'] }],
  ['group_get', { LastSequence: 0, NeedFriend: 'Need_Friend_Type_Yes', GroupName: ['x'] }],
  ['black_list_add', { To_Account: ['b'] }],
  ['black_list_delete', { To_Account: ['b'] }],
  ['black_list_get', { StartIndex: 0, MaxLimited: 10, LastSequence: 0 }],
  ['black_list_check', { To_Account: ['b'], CheckType: 'BlackCheckResult_Type_Both' }],
  ['multiaccount_import', { AccountList: [{ UserID: 'new', Nick: 'New', FaceUrl: 'n.png' }] }],
  ['multiaccount_import', { Accounts: ['new'] }],
  ['account_delete', { DeleteItem: [{ UserID: 'b' }] }],
  ['portrait_set', { From_Account: 'a', ProfileItem: [{ Tag: 'Tag_Profile_IM_Nick', Value: 'A' }] }],
  ['query_online_status', { To_Account: ['a'], IsNeedDetail: 1 }],
  ['setnospeaking', { Set_Account: 'a', C2CmsgNospeakingTime: 1, GroupmsgNospeakingTime: 1 }],
  ['im_add_tag', { UserTags: [{ To_Account: 'a', Tags: ['x'] }] }],
  ['create_robot', { UserID: '@RBT#1', Nick: 'One', FaceUrl: 'f.png', SelfSignature: 's' }],
  ['account_import', { UserID: 'new', Nick: 'New', FaceUrl: 'https://example.com/n.png' }],
  ['sendmsg', { From_Account: 'a', To_Account: 'b', ...numbers, MsgTimeStamp: 1, ...sent, ...switches }],
  ['batchsendmsg', { From_Account: 'a', To_Account: ['b'], ...numbers, ...sent, ...switches }],
  ['importmsg', { SyncFromOldSystem: 5, From_Account: 'a', To_Account: 'b', ...numbers, MsgTimeStamp: 1, ...sent }],
  ['modify_c2c_msg', { ...message, ...sent }],
  ['admin_msgwithdraw', message],
  ['admin_set_msg_read', { Report_Account: 'a', Peer_Account: 'b', MsgReadTime: '1700000000' }],
  ['get_c2c_unread_msg_num', { To_Account: 'b', Peer_Account: ['a'] }],
  ['set_key_values', { ...message, OperateType: 1, ExtensionList: [{ Key: 'k', Value: 'v', Seq: 0 }] }],
  ['get_key_values', { ...message, StartSeq: 1 }],
  [
    'admin_getroammsg',
    {
      Operator_Account: 'a',
      Peer_Account: 'b',
      MaxCnt: 9,
      MinTime: 1,
      MaxTime: 1_700_000_000,
      LastMsgKey: '1_1_1700000000',
    },
  ],
]

/** The body with one member of it, or of its only item, given another value; undefined takes it out. */
function* changed(body: Record<string, unknown>, value: null | undefined): Generator<[string, unknown]> {
  for (const [name, member] of Object.entries(body)) {
    yield [name, { ...body, [name]: value }]
    const [item] = Array.isArray(member) ? member : []
    if (typeof item !== 'object') continue
    for (const [inner, other] of changed(item, value)) yield [`${name}.${inner}`, { ...body, [name]: [other] }]
  }
}

describe.each(bodies)('null in %s', (command, members) => {
  const isChain = commands.some(({ service, name }) => service === 'sns' && name === command)
  const body = isChain ? { From_Account: 'a', ...members } : members

  test('means what a member left out means, whichever it is', async () => {
    const replies = async (value: null | undefined) => {
      const told: Array<[string, unknown]> = []
      for (const [name, one] of changed(body, value)) {
        const emulator = await Emulator.start({ seed: smallSeed({ messages }), now: () => 1_700_000_000_000 })
        told.push([name, await emulator.call(command, one)])
      }
      return told
    }
    expect(await replies(null)).toEqual(await replies(undefined))
  })
})

test('an empty GroupName in friend_add, an empty NeedFriend in group_get and an empty DeleteType are left out', async () => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  const added = { From_Account: 'a', AddFriendItem: [{ ...friend, GroupName: '' }] }
  expect(firstItem(await emulator.call('friend_add', added))).toEqual([0, ''])
  expect((await emulator.friend('a', 'c')).lists).toEqual([])
  const lists = { From_Account: 'a', GroupName: ['x'], To_Account: ['c'] }
  expect((await emulator.call('group_add', lists)).ErrorCode).toBe(0)
  expect(await emulator.call('group_get', { From_Account: 'a', NeedFriend: '' })).toMatchObject({
    ErrorCode: 0,
    ResultItem: [{ GroupName: 'x', FriendNumber: 1 }],
  })
  const deleted = { From_Account: 'a', To_Account: ['b'], DeleteType: '' }
  expect(firstItem(await emulator.call('friend_delete', deleted))).toEqual([0, ''])
  expect(await emulator.friendsOf('b')).toEqual(['a'])
  // What must be there must not be empty.
  const check = { From_Account: 'a', To_Account: ['b'], CheckType: '' }
  expect((await emulator.call('friend_check', check)).ErrorCode).toBe(30001)
})

test('account_import takes Identifier, the old name of UserID, which counts less than that', async () => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  expect((await emulator.call('account_import', { Identifier: 'old' })).ErrorCode).toBe(0)
  expect((await emulator.call('account_import', { Identifier: 'other', UserID: 'new' })).ErrorCode).toBe(0)
  expect(await emulator.account('old')).toBeDefined()
  expect(await emulator.account('new')).toBeDefined()
  expect(await emulator.account('other')).toBeUndefined()
  expect((await emulator.call('account_import', { Identifier: 1 })).ErrorCode).toBe(60015)
})

test('friend_get_list answers what friends allow, and their custom profile fields', async () => {
  const accounts = {
    a: { friends: { b: {}, c: {} } },
    b: { allowType: 'ask' as const, customProfile: { Level: 3, Role: 'boss' } },
    c: {},
  }
  const customProfileFields = { Level: 'integer' as const, Role: 'string' as const }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts, customProfileFields }) })
  const TagList = ['Tag_Profile_IM_AllowType', 'Tag_Profile_Custom_Level', 'Tag_Profile_Custom_Role']
  const reply = await emulator.call('friend_get_list', { From_Account: 'a', To_Account: ['b', 'c'], TagList })
  expect(reply.InfoItem?.map(({ SnsProfileItem }) => SnsProfileItem)).toEqual([
    [
      { Tag: 'Tag_Profile_IM_AllowType', Value: 'AllowType_Type_NeedConfirm' },
      { Tag: 'Tag_Profile_Custom_Level', Value: 3 },
      { Tag: 'Tag_Profile_Custom_Role', Value: 'boss' },
    ],
    [{ Tag: 'Tag_Profile_IM_AllowType', Value: 'AllowType_Type_AllowAny' }],
  ])
})
