import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const To_Account = ['a', 'b']
const ids = (rows: unknown) => (rows as Array<Record<string, string>>).map((row) => row.To_Account ?? row.UserID)
const reply = { missing: ['a'], doubled: ['b'], foreign: ['stranger'] }
const TagList = ['Tag_Profile_IM_Nick']

test.each([
  ['friend_check', { From_Account: 'c', To_Account, CheckType: 'CheckResult_Type_Single' }, 'InfoItem'],
  ['account_check', { CheckItem: To_Account.map((UserID) => ({ UserID })) }, 'ResultItem'],
  ['portrait_get', { To_Account, TagList }, 'UserProfileItem'],
  ['query_online_status', { To_Account }, 'QueryResult'],
  ['im_get_tag', { To_Account }, 'UserTags'],
])('%s: an entry may be missing, stand twice or be about a stranger', async (command, body, rows) => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  await emulator.fault({ command, fault: { reply } })
  const spoilt = await emulator.call(command, body)
  expect([spoilt.ErrorCode, ids(spoilt[rows])]).toEqual([0, ['b', 'b', 'stranger']])
  expect(Object.keys((spoilt[rows] as object[])[2]!)).toEqual(Object.keys((spoilt[rows] as object[])[0]!))
  expect(ids((await emulator.call(command, body))[rows])).toEqual(['a', 'b'])
})

test('lists of bare UserIDs and of failures are spoilt likewise, together with codes of items', async () => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  await emulator.fault({ times: 2, fault: { items: { a: 70500, b: 70500 }, reply } })
  const imported = await emulator.call('multiaccount_import', { Accounts: To_Account })
  expect(imported.FailAccounts).toEqual(['b', 'b', 'stranger'])
  const states = await emulator.call('query_online_status', { To_Account })
  expect(states.ErrorList).toEqual(['b', 'b', 'stranger'].map((who) => ({ To_Account: who, ErrorCode: 70500 })))
  expect(states.QueryResult).toEqual([])
})

const message = { From_Account: 'a', To_Account: 'b', MsgKey: '1_1_1700000000' }
const messages = [1, 2].map(() => ({ from: 'a', to: 'b', text: 'hi', at: 1_700_000_000, extensible: true }))
const history = { Operator_Account: 'a', Peer_Account: 'b', MaxCnt: 9, MinTime: 0, MaxTime: 1_700_000_000 }
const pairs = { OperateType: 1, ExtensionList: ['k1', 'k2'].map((Key) => ({ Key, Value: 'v' })) }
const keys = { missing: ['k1'], doubled: ['k2'], foreign: ['k9'] }

test.each([
  [
    'get_c2c_unread_msg_num',
    { To_Account: 'b', Peer_Account: ['a', 'c'] },
    'C2CUnreadMsgNumList',
    'Peer_Account',
    reply,
    ['c', 'stranger'],
  ],
  ['set_key_values', { ...message, ...pairs }, 'ExtensionList', 'Extension.Key', keys, ['k2', 'k2', 'k9']],
  [
    'admin_getroammsg',
    history,
    'MsgList',
    'MsgKey',
    { missing: ['1_1_1700000000'], doubled: ['2_2_1700000000'], foreign: ['9_9_9'] },
    ['2_2_1700000000', '2_2_1700000000', '9_9_9'],
  ],
])('%s: its entries are named by what tells them apart', async (command, body, list, name, disturbance, expected) => {
  const now = () => 1_700_000_001_000
  const emulator = await Emulator.start({ seed: smallSeed({ messages }), now })
  await emulator.fault({ command, fault: { reply: disturbance } })
  const spoilt = await emulator.call(command, body)
  const idOf = (entry: unknown) =>
    name.split('.').reduce((value, member) => (value as Record<string, unknown>)[member], entry)
  expect((spoilt[list] as unknown[]).map(idOf)).toEqual(expected)
})

test.each(['SomeError', 'Perhaps'])(
  'the ActionStatus %s stands beside the code 0 of a call carried out',
  async (word) => {
    const emulator = await Emulator.start({ seed: smallSeed() })
    await emulator.fault({ command: 'kick', fault: { reply: { actionStatus: word } } })
    expect(await emulator.call('kick', { UserID: 'a' })).toEqual({ ActionStatus: word, ErrorCode: 0, ErrorInfo: '' })
    expect((await emulator.calls(1))[0]).toMatchObject({ carriedOut: true, fault: { reply: { actionStatus: word } } })
  },
)

test.each([
  [{ fault: { reply: {} } }, 'fault.reply must have one of actionStatus, missing, doubled, foreign'],
  [{ fault: { reply: { missing: 'a' } } }, 'fault.reply.missing must be a list'],
  [{ fault: { reply: { lost: [] } } }, 'fault.reply.lost is unknown'],
  [{ fault: { reply, errorCode: 1 } }, 'fault must have no errorCode beside a reply'],
])('%j is a 400', async (script, message) => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  const [status, answer] = await emulator.control<{ error: string }>('POST', 'faults', script)
  expect([status, answer.error]).toEqual([400, expect.stringContaining(message)])
})

test.each([
  ['setnospeaking', { Set_Account: 'b', C2CmsgNospeakingTime: 1 }],
  ['getnospeaking', { Get_Account: 'b' }],
  ['kick', { UserID: 'b' }],
  ['kick', { Identifier: 'b' }],
  ['portrait_set', { From_Account: 'b', ProfileItem: [] }],
  ['admin_getroammsg', { ...history, Operator_Account: 'b' }],
  ['admin_set_msg_read', { Report_Account: 'b', Peer_Account: 'a' }],
  ['get_c2c_unread_msg_num', { To_Account: 'b' }],
])('a fault of one account strikes %s of %j', async (command, body) => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  await emulator.fault({ account: 'b', fault: { errorCode: 70500 } })
  expect(await emulator.call(command, body)).toMatchObject({ ErrorCode: 70500 })
})
