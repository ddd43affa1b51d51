import { describe, expect, test } from 'vitest'
import { Messenger, MsgBody, NOON, text } from './messages.ts'

const named = { From_Account: 'a', To_Account: 'b', MsgKey: `1_7_${NOON}` }

async function sent(): Promise<Messenger> {
  const chat = await Messenger.start()
  await chat.send({ CloudCustomData: 'mine' })
  return chat
}

describe('modify_c2c_msg', () => {
  test.each([
    [{ MsgBody: text('new') }, { body: text('new'), customData: 'mine' }],
    [{ CloudCustomData: '' }, { body: MsgBody, customData: '' }],
    [
      { MsgBody: text('new'), CloudCustomData: 'yours' },
      { body: text('new'), customData: 'yours' },
    ],
  ])('with %j changes it on both sides', async (members, expected) => {
    const chat = await sent()
    const reply = await chat.call('modify_c2c_msg', { ...named, ...members })
    // The sample alone says so.
    expect(reply).toEqual({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: 'succeed' })
    expect((await chat.side('a', 'b')).messages).toMatchObject([expected])
    expect((await chat.side('b', 'a')).messages).toMatchObject([expected])
  })

  test.each([
    [{ From_Account: undefined }, 20003],
    [{ To_Account: undefined }, 90003],
    [{ To_Account: 'nobody' }, 90012],
    [{ From_Account: 'b', To_Account: 'a' }, 20022],
    [{ MsgKey: `1_8_${NOON}` }, 20022],
    [{ MsgKey: 'key' }, 90054],
    [{ MsgBody: undefined }, 90002],
    [{ MsgBody: text('x'.repeat(12_288)) }, 93000],
  ])('with %j: %i', async (members, code) => {
    const chat = await sent()
    expect(await chat.code('modify_c2c_msg', { ...named, MsgBody, ...members })).toBe(code)
  })

  test('a recalled message can’t be changed', async () => {
    const chat = await sent()
    await chat.call('admin_msgwithdraw', named)
    expect(await chat.code('modify_c2c_msg', { ...named, MsgBody })).toBe(20022)
  })
})

describe('admin_msgwithdraw', () => {
  test('recalls on both sides, where the message stays with its flag and counts as unread no more; a second time is 20023', async () => {
    const chat = await sent()
    expect(await chat.call('admin_msgwithdraw', named)).toEqual({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' })
    expect(await chat.side('b', 'a')).toMatchObject({ unread: 0, messages: [{ recalled: true }] })
    const range = { Operator_Account: 'a', Peer_Account: 'b', MaxCnt: 1, MinTime: 0, MaxTime: NOON }
    expect(await chat.call('admin_getroammsg', range)).toMatchObject({ MsgList: [{ MsgFlagBits: 8, MsgBody }] })
    expect(await chat.code('admin_msgwithdraw', named)).toBe(20023)
  })

  test('has no limit of time', async () => {
    const chat = await sent()
    chat.now += 365 * 24 * 3_600_000
    expect(await chat.code('admin_msgwithdraw', named)).toBe(0)
  })

  test.each([
    [{ MsgKey: `1_7_${NOON + 1}` }, 20022],
    [{ From_Account: 'b', To_Account: 'a' }, 20022],
    [{ MsgKey: undefined }, 90054],
    [{ MsgKey: '1_7' }, 90054],
    [{ From_Account: 'nobody' }, 90008],
    [{ To_Account: 'nobody' }, 90003],
  ])('with %j: %i', async (members, code) => {
    const chat = await sent()
    expect(await chat.code('admin_msgwithdraw', { ...named, ...members })).toBe(code)
    expect((await chat.side('a', 'b')).messages).toMatchObject([{ recalled: false }])
  })
})
