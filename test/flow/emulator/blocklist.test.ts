import { describe, expect, test } from 'vitest'
import { Emulator, ok, rowsOf, smallSeed, verdict } from './client.ts'

const block = (From_Account: string, ...To_Account: string[]) => ({ From_Account, To_Account })

describe('black_list_add', () => {
  test("the page's sample: somebody who is blocked already", async () => {
    const accounts = { alice: { blocked: { bob: { blockedAt: 5 } } }, bob: {} }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    expect(await emulator.call('black_list_add', block('alice', 'bob'))).toEqual({
      ResultItem: [{ To_Account: 'bob', ResultCode: 30001, ResultInfo: 'Err_SNS_BlackListAdd_Already_Exist' }],
      Fail_Account: ['bob'],
      ...ok,
    })
    expect((await emulator.account('alice')).blocked).toEqual({ bob: 5 })
  })

  test('friendships end on both sides, requests in both directions, and nothing of others', async () => {
    const accounts = {
      a: { friends: { b: {}, c: {} }, pending: { d: {} } },
      b: { friends: { a: {}, c: {} } },
      c: { friends: { a: {} }, pending: { b: {} } },
      d: { pending: { a: {} } },
    }
    const now = 1_700_000_123_456
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }), now: () => now })
    expect(await emulator.call('black_list_add', block('a', 'b', 'd'))).toEqual({
      ResultItem: ['b', 'd'].map((To_Account) => ({ To_Account, ResultCode: 0, ResultInfo: '' })),
      ...ok,
    })
    expect(await emulator.account('a')).toMatchObject({ blocked: { b: 1_700_000_123, d: 1_700_000_123 }, pending: {} })
    expect(await emulator.friendsOf('a')).toEqual(['c'])
    expect(await emulator.friendsOf('b')).toEqual(['c'])
    expect(await emulator.account('b')).toMatchObject({ blocked: {} })
    expect((await emulator.account('d')).pending).toEqual({})
    expect(Object.keys((await emulator.account('c')).pending)).toEqual(['b'])
  })

  test('30003, 30002 and 30001 for oneself', async () => {
    const emulator = await Emulator.start()
    expect(rowsOf(await emulator.call('black_list_add', block('alice', 'nobody', 'id3', 'alice')))).toEqual([
      [30003, 'Err_SNS_BlackListAdd_Account_Not_Found'],
      [30002, 'Err_SNS_BlackListAdd_SdkAppId_Illegal'],
      [30001, 'Err_SNS_BlackListAdd_To_Account_Illegal'],
    ])
    expect((await emulator.account('alice')).blocked).toEqual({})
  })

  test('30013 past the limit, and the friendship stays', async () => {
    const emulator = await Emulator.start({ seed: smallSeed({}, { blocked: 1 }) })
    expect(rowsOf(await emulator.call('black_list_add', block('a', 'c', 'b')))).toEqual([
      [0, ''],
      [30013, 'Err_SNS_BlackListAdd_BlackList_Num_Exceed_Threshold'],
    ])
    expect(await emulator.friendsOf('a')).toEqual(['b'])
  })
})

describe('black_list_delete', () => {
  test("the page's sample; the friendship does not come back", async () => {
    const emulator = await Emulator.start()
    await emulator.call('black_list_add', block('alice', 'bob'))
    expect(await emulator.call('black_list_delete', block('alice', 'bob'))).toEqual({
      ResultItem: [{ To_Account: 'bob', ResultCode: 0, ResultInfo: '' }],
      ...ok,
    })
    expect((await emulator.account('alice')).blocked).toEqual({})
    expect(await emulator.friendsOf('alice')).toEqual(['carol', 'dave'])
    expect(await emulator.friendsOf('bob')).toEqual(['carol'])
  })

  test('30001 for who is not blocked, 30003 and 30002', async () => {
    const emulator = await Emulator.start()
    const reply = await emulator.call('black_list_delete', block('iris', 'bob', 'nobody', 'id3', 'alice', 'alice'))
    expect(rowsOf(reply)).toEqual([
      [30001, 'Err_SNS_BlackListDelete_Not_Exist'],
      [30003, 'Err_SNS_BlackListDelete_Account_Not_Found'],
      [30002, 'Err_SNS_BlackListDelete_SdkAppId_Illegal'],
      [0, ''],
      [30001, 'Err_SNS_BlackListDelete_Not_Exist'],
    ])
    expect(reply.Fail_Account).toEqual(['bob', 'nobody', 'id3', 'alice'])
  })
})

describe('black_list_get', () => {
  interface Page {
    BlackListItem: Array<{ To_Account: string; AddBlackTimeStamp: number }>
    StartIndex: number
  }
  const pull = async (emulator: Emulator, members: object): Promise<Page> =>
    (await emulator.call('black_list_get', {
      From_Account: 'a',
      StartIndex: 0,
      LastSequence: 0,
      ...members,
    })) as unknown as Page
  const others = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`o${index}`, {}]))

  test("the page's sample", async () => {
    const accounts = { alice: { blocked: { bob: {} }, sequences: { blocklist: 13 } }, bob: {} }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    const body = { From_Account: 'alice', StartIndex: 0, MaxLimited: 100, LastSequence: 0 }
    expect(await emulator.call('black_list_get', body)).toEqual({
      BlackListItem: [{ To_Account: 'bob', AddBlackTimeStamp: 1_700_000_000 }],
      StartIndex: 0,
      CurruentSequence: 13,
      ...ok,
    })
  })

  test('pages of MaxLimited, in the order of blocking; StartIndex 0 ends', async () => {
    const accounts = { a: { blocked: others(4) }, ...others(4) }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    const seen = []
    let StartIndex = 0
    do {
      const page = await pull(emulator, { StartIndex, MaxLimited: 2, LastSequence: 9 })
      seen.push(page.BlackListItem.map((item) => item.To_Account))
      StartIndex = page.StartIndex
    } while (StartIndex !== 0)
    expect(seen).toEqual([
      ['o0', 'o1'],
      ['o2', 'o3'],
    ])
    expect(await pull(emulator, { StartIndex: 9, MaxLimited: 2 })).toMatchObject({ BlackListItem: [], StartIndex: 0 })
    expect((await pull(emulator, { MaxLimited: 5000 })).BlackListItem).toHaveLength(4)
  })

  test.each([undefined, 0])('MaxLimited %s: pages of 100', async (MaxLimited) => {
    const accounts = { a: { blocked: others(101) }, ...others(101) }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    const page = await pull(emulator, { MaxLimited })
    expect([page.BlackListItem.length, page.StartIndex]).toEqual([100, 100])
  })

  test('blocking and unblocking raise the sequence', async () => {
    const emulator = await Emulator.start()
    const version = async () => (await emulator.account('alice')).sequences.blocklist
    const before = await version()
    await emulator.call('black_list_add', block('alice', 'frank'))
    const between = await version()
    await emulator.call('black_list_delete', block('alice', 'frank'))
    expect([between - before, (await version()) - between]).toEqual([1, 1])
  })

  test.each([
    ['StartIndex', undefined],
    ['StartIndex', -1],
    ['MaxLimited', '100'],
    ['LastSequence', undefined],
  ])('30001 for %s %j', async (name, value) => {
    const emulator = await Emulator.start()
    const body = { From_Account: 'alice', StartIndex: 0, MaxLimited: 1, LastSequence: 0, [name]: value }
    expect(verdict(await emulator.call('black_list_get', body))).toEqual([
      30001,
      `Err_SNS_BlackListGet_${name}_Illegal`,
    ])
  })
})
