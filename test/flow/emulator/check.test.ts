import { describe, expect, test } from 'vitest'
import { Emulator, ok, smallSeed, verdict } from './client.ts'

const relations = (reply: { InfoItem?: unknown[]; BlackListCheckItem?: unknown[] }) =>
  (reply.InfoItem ?? reply.BlackListCheckItem ?? []).map((row) => (row as { Relation: string }).Relation)

test("friend_check: the page's sample, a failed item included", async () => {
  const emulator = await Emulator.start()
  await emulator.fault({ fault: { items: { carol: 30006 } } })
  const body = { From_Account: 'alice', To_Account: ['bob', 'carol'], CheckType: 'CheckResult_Type_Both' }
  expect(await emulator.call('friend_check', body)).toEqual({
    InfoItem: [
      { To_Account: 'bob', Relation: 'CheckResult_Type_BothWay', ResultCode: 0, ResultInfo: '' },
      {
        To_Account: 'carol',
        Relation: 'CheckResult_Type_NoRelation',
        ResultCode: 30006,
        ResultInfo: 'Err_SNS_FriendCheck_Check_Relation_Exec_Task_Fail',
      },
    ],
    Fail_Account: ['carol'],
    ...ok,
  })
})

test("black_list_check: the page's sample", async () => {
  const accounts = { alice: { blocked: { bob: {} } }, bob: {} }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  const body = { From_Account: 'alice', To_Account: ['bob'], CheckType: 'BlackCheckResult_Type_Both' }
  expect(await emulator.call('black_list_check', body)).toEqual({
    BlackListCheckItem: [
      { To_Account: 'bob', Relation: 'BlackCheckResult_Type_AWithB', ResultCode: 0, ResultInfo: '' },
    ],
    ...ok,
  })
})

describe.each([
  ['friend_check', 'friends', 'CheckResult_Type_', 'NoRelation', 'FriendCheck'],
  ['black_list_check', 'blocked', 'BlackCheckResult_Type_', 'NO', 'BlackListCheck'],
] as const)('%s', (command, member, prefix, none, word) => {
  const accounts = {
    a: { [member]: { both: {}, out: {} } },
    both: { [member]: { a: {} } },
    out: {},
    back: { [member]: { a: {} } },
    stranger: {},
    other: { otherApp: true },
  }
  const call = async (members: object) => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    return emulator.call(command, { From_Account: 'a', CheckType: `${prefix}Both`, ...members })
  }

  test('the four relations; with Single the own side only', async () => {
    const To_Account = ['both', 'out', 'back', 'stranger', 'a']
    const named = (words: string[]) => words.map((one) => prefix + one)
    expect(relations(await call({ To_Account }))).toEqual(named(['BothWay', 'AWithB', 'BWithA', none, none]))
    expect(relations(await call({ To_Account, CheckType: `${prefix}Single` }))).toEqual(
      named(['AWithB', 'AWithB', none, none, none]),
    )
  })

  test('failed items bear no relation', async () => {
    const reply = await call({ To_Account: ['nobody', 'other'] })
    expect(reply.InfoItem ?? reply.BlackListCheckItem).toEqual([
      {
        To_Account: 'nobody',
        Relation: prefix + none,
        ResultCode: 30003,
        ResultInfo: `Err_SNS_${word}_Account_Not_Found`,
      },
      {
        To_Account: 'other',
        Relation: prefix + none,
        ResultCode: 30002,
        ResultInfo: `Err_SNS_${word}_SdkAppId_Illegal`,
      },
    ])
    expect(reply.Fail_Account).toEqual(['nobody', 'other'])
  })

  test.each([undefined, 'Both', prefix])('30001 for the CheckType %s', async (CheckType) => {
    expect(verdict(await call({ To_Account: ['both'], CheckType }))).toEqual([
      30001,
      `Err_SNS_${word}_CheckType_Illegal`,
    ])
  })
})

test('scripted failures of black_list_check bear the text of its page', async () => {
  const emulator = await Emulator.start()
  await emulator.fault({ fault: { items: { bob: 30006, carol: 30007 } } })
  const body = { From_Account: 'alice', To_Account: ['bob', 'carol'], CheckType: 'BlackCheckResult_Type_Both' }
  const reply = await emulator.call('black_list_check', body)
  for (const row of reply.BlackListCheckItem ?? []) {
    expect(row.ResultInfo).toBe('Err_SNS_BlackListCheck_Check_Reverse_BlackList_Fail')
    expect(row.Relation).toBe('BlackCheckResult_Type_NO')
  }
})
