import { describe, expect, test } from 'vitest'
import { Emulator, firstItem, smallSeed, updateOf, verdict } from './client.ts'

const bytes = (count: number) => 'é'.repeat(count / 2)

describe("the page's samples", () => {
  test('the batch sample is answered as the page prints it', async () => {
    const emulator = await Emulator.start()
    const body = updateOf('id', {
      id1: { IM_Remark: 'remark1' },
      id2: { IM_Remark: 'remark2', IM_Group: ['group1', 'group2'] },
      id3: { IM_Remark: 'remark3', IM_Group: ['group3'], Custom_Test: 'test' },
    })
    const response = await emulator.post('friend_update', body)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toEqual({
      ResultItem: [
        { To_Account: 'id1', ResultCode: 0, ResultInfo: '' },
        { To_Account: 'id2', ResultCode: 30011, ResultInfo: 'Err_SNS_FriendUpdate_Group_Num_Exceed_Threshold' },
        { To_Account: 'id3', ResultCode: 30002, ResultInfo: 'Err_SNS_FriendImport_SdkAppId_Illegal' },
      ],
      Fail_Account: ['id2', 'id3'],
      ActionStatus: 'OK',
      ErrorCode: 0,
      ErrorInfo: '',
      ErrorDisplay: '',
    })
    expect((await emulator.friend('id', 'id1')).remark).toBe('remark1')
    expect(await emulator.friend('id', 'id2')).not.toHaveProperty('remark')
  })

  test('Fail_Account is absent when nothing failed', async () => {
    const emulator = await Emulator.start()
    expect(await emulator.update('alice', 'bob', { IM_Remark: 'B' })).toEqual({
      ResultItem: [{ To_Account: 'bob', ResultCode: 0, ResultInfo: '' }],
      ActionStatus: 'OK',
      ErrorCode: 0,
      ErrorInfo: '',
      ErrorDisplay: '',
    })
  })
})

describe('fields', () => {
  test('remark, lists and custom fields are stored, and what is not named stays', async () => {
    const emulator = await Emulator.start()
    await emulator.update('alice', 'bob', { IM_Group: ['new'], Custom_Level: 7 })
    expect(await emulator.friend('alice', 'bob')).toMatchObject({
      remark: 'Bobby',
      lists: ['new'],
      custom: { Test: 'met at school', Level: 7 },
    })
    expect((await emulator.account('alice')).lists).toEqual(['work', 'gym', 'new'])
  })

  test('an empty remark, an empty custom text and an empty array clear', async () => {
    const emulator = await Emulator.start()
    await emulator.update('alice', 'bob', { IM_Remark: '', IM_Group: [], Custom_Test: '' })
    const friend = await emulator.friend('alice', 'bob')
    expect(friend).not.toHaveProperty('remark')
    expect([friend.lists, friend.custom]).toEqual([[], { Level: 3 }])
  })

  test.each([
    ['remark over 96 bytes', { IM_Remark: bytes(98) }, 'Remark_Illegal'],
    ['remark no string', { IM_Remark: 1 }, 'Remark_Illegal'],
    ['list name over 30 bytes', { IM_Group: [bytes(32)] }, 'Group_Illegal'],
    ['empty list name', { IM_Group: [''] }, 'Group_Illegal'],
    ['lists no array', { IM_Group: 'work' }, 'Group_Illegal'],
    ['custom value over 500 bytes', { Custom_Test: bytes(502) }, 'Custom_Illegal'],
    ['integer for a string field', { Custom_Test: 1 }, 'Custom_Illegal'],
    ['string for an integer field', { Custom_Level: '1' }, 'Custom_Illegal'],
    ['negative integer', { Custom_Level: -1 }, 'Custom_Illegal'],
    ['undeclared custom field', { Custom_Other: 'x' }, 'Custom_Illegal'],
    ['field that only the service writes', { IM_AddTime: 1 }, 'Tag_Illegal'],
    ['value missing', { IM_Remark: undefined }, 'SnsItem_Illegal'],
  ])('30001 for that item alone: %s', async (_what, fields, suffix) => {
    const emulator = await Emulator.start()
    const reply = await emulator.call('friend_update', updateOf('alice', { bob: fields, dave: { IM_Remark: 'D' } }))
    expect(firstItem(reply)).toEqual([30001, `Err_SNS_FriendUpdate_${suffix}`])
    expect(reply.ResultItem?.[1]?.ResultCode).toBe(0)
    expect(reply.ErrorCode).toBe(0)
  })

  test('values at their limits are taken', async () => {
    const emulator = await Emulator.start()
    const fields = { IM_Remark: bytes(96), IM_Group: [bytes(30)], Custom_Test: bytes(500), Custom_Level: 0 }
    expect(firstItem(await emulator.update('alice', 'bob', fields))).toEqual([0, ''])
    expect((await emulator.friend('alice', 'bob')).remark).toBe(bytes(96))
  })

  test('an item with one bad field changes nothing of its friend', async () => {
    const emulator = await Emulator.start()
    await emulator.update('alice', 'bob', { IM_Remark: 'changed', Custom_Test: 1 })
    expect((await emulator.friend('alice', 'bob')).remark).toBe('Bobby')
  })
})

describe('friends and accounts', () => {
  test('30001 Friend_Not_Exist for an account that is no friend', async () => {
    const emulator = await Emulator.start()
    const reply = await emulator.update('alice', 'frank', { IM_Remark: 'F' })
    expect(firstItem(reply)).toEqual([30001, 'Err_SNS_FriendUpdate_Friend_Not_Exist'])
    expect(reply.Fail_Account).toEqual(['frank'])
  })

  test('30003 for an unknown To_Account is that of the item, for an unknown From_Account that of the call', async () => {
    const emulator = await Emulator.start()
    const item = await emulator.update('alice', 'nobody', { IM_Remark: 'x' })
    expect(firstItem(item)).toEqual([30003, 'Err_SNS_FriendUpdate_Account_Not_Found'])
    const whole = await emulator.update('nobody', 'bob', { IM_Remark: 'x' })
    expect(whole).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 30003, ErrorDisplay: '' })
    expect(whole.ErrorInfo).toBe('Err_SNS_FriendUpdate_Account_Not_Found')
    expect(whole).not.toHaveProperty('ResultItem')
  })

  test('30002 for a From_Account of another app', async () => {
    const emulator = await Emulator.start()
    expect((await emulator.update('id3', 'id1', { IM_Remark: 'x' })).ErrorCode).toBe(30002)
  })

  test('accounts of one app are unknown in another', async () => {
    const emulator = await Emulator.start()
    expect((await emulator.update('alice', 'bob', { IM_Remark: 'x' }, 'europe')).ErrorCode).toBe(30003)
    expect(firstItem(await emulator.update('anna', 'ben', { IM_Remark: 'x' }, 'europe'))[0]).toBe(0)
  })
})

describe('lists', () => {
  test('lists are made on demand up to 32, in the order of the items; then 30011', async () => {
    const emulator = await Emulator.start()
    const body = updateOf('id', { id1: { IM_Group: ['list32'] }, id2: { IM_Group: ['list33'], IM_Remark: 'x' } })
    const reply = await emulator.call('friend_update', body)
    expect(reply.ResultItem?.map((row) => row.ResultCode)).toEqual([0, 30011])
    expect((await emulator.account('id')).lists).toHaveLength(32)
    expect(await emulator.friend('id', 'id2')).not.toHaveProperty('remark')
    expect(firstItem(await emulator.update('id', 'id2', { IM_Group: ['list32', 'list01'] }))[0]).toBe(0)
  })

  test('a list named twice in one array counts once', async () => {
    const emulator = await Emulator.start()
    expect(firstItem(await emulator.update('id', 'id1', { IM_Group: ['list32', 'list32'] }))[0]).toBe(0)
    expect((await emulator.friend('id', 'id1')).lists).toEqual(['list32'])
  })

  test('an account that the seed gave more lists than the limit can go on using them', async () => {
    const accounts = { a: { lists: ['x', 'y'], friends: { b: {} } }, b: {} }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }, { lists: 1 }) })
    expect(firstItem(await emulator.update('a', 'b', { IM_Group: ['y'] }))[0]).toBe(0)
    expect(firstItem(await emulator.update('a', 'b', { IM_Group: ['z'] }))[0]).toBe(30011)
  })

  test('a list stays, empty, when its last friend leaves it', async () => {
    const emulator = await Emulator.start()
    await emulator.update('alice', 'carol', { IM_Group: [] })
    expect((await emulator.account('alice')).lists).toContain('gym')
  })
})

describe('the shape of the body', () => {
  test.each([
    ['no From_Account', { UpdateItem: [] }, 30001],
    ['From_Account empty', { From_Account: '', UpdateItem: [] }, 30001],
    ['From_Account over 32 bytes', { From_Account: 'a'.repeat(33), UpdateItem: [] }, 30001],
    ['From_Account a number', { From_Account: 1, UpdateItem: [] }, 60015],
    ['no UpdateItem', { From_Account: 'alice' }, 30001],
    ['an item that is no object', { From_Account: 'alice', UpdateItem: ['bob'] }, 30001],
    ['To_Account missing', { From_Account: 'alice', UpdateItem: [{ SnsItem: [] }] }, 30001],
    ['To_Account a number', { From_Account: 'alice', UpdateItem: [{ To_Account: 7, SnsItem: [] }] }, 60015],
    ['no SnsItem', { From_Account: 'alice', UpdateItem: [{ To_Account: 'bob' }] }, 30001],
  ])('the whole call is refused: %s', async (_what, body, code) => {
    const emulator = await Emulator.start()
    const reply = await emulator.call('friend_update', body)
    expect(reply).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code })
    expect(reply).not.toHaveProperty('ResultItem')
  })

  test('1000 items are taken, 1001 are 30001 and change nothing', async () => {
    const emulator = await Emulator.start()
    const items = (count: number) => ({
      From_Account: 'alice',
      UpdateItem: Array.from({ length: count }, (_, index) => ({
        To_Account: 'bob',
        SnsItem: [{ Tag: 'Tag_SNS_IM_Remark', Value: `r${index}` }],
      })),
    })
    expect(verdict(await emulator.call('friend_update', items(1001)))).toEqual([
      30001,
      'Err_SNS_FriendUpdate_UpdateItem_Illegal',
    ])
    expect((await emulator.friend('alice', 'bob')).remark).toBe('Bobby')
    // A To_Account that stands again is carried out again, in order, with a row of its own.
    const reply = await emulator.call('friend_update', items(1000))
    expect(reply.ResultItem).toHaveLength(1000)
    expect((await emulator.friend('alice', 'bob')).remark).toBe('r999')
  })

  test('a To_Account that fails twice has two rows and stands once in Fail_Account', async () => {
    const emulator = await Emulator.start()
    const UpdateItem = new Array(2).fill({ To_Account: 'frank', SnsItem: [] })
    const reply = await emulator.call('friend_update', { From_Account: 'alice', UpdateItem })
    expect(reply.ResultItem?.map((row) => row.ResultCode)).toEqual([30001, 30001])
    expect(reply.Fail_Account).toEqual(['frank'])
  })
})
