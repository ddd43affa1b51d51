import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../../local/chat/index.ts'
import { effectsOf, writesOf } from '../../campaigns/chaos/effects.ts'
import { asked } from './stories.ts'

const record = (more: Partial<CallRecord> = {}): CallRecord => ({
  time: '2026-01-01T00:00:00.000Z',
  command: 'friend_update',
  app: 'default',
  identifier: 'administrator',
  usersig: '[redacted]',
  random: '7',
  body: {
    From_Account: 'u0',
    UpdateItem: [
      { To_Account: 'f0', SnsItem: [{ Tag: 'Tag_SNS_IM_Remark', Value: 'a' }] },
      { To_Account: 'f1', SnsItem: [{ Tag: 'Tag_SNS_Custom_Test', Value: 'b' }] },
    ],
  },
  answer: { ErrorCode: 0, ErrorInfo: '', items: { f0: 0, f1: 0 } },
  carriedOut: true,
  fault: null,
  durationMs: 10,
  ...more,
})

const ok = { ErrorCode: 0, ErrorInfo: '' }

const cellsOf = (one: CallRecord) => effectsOf(one, undefined).map(({ cell, value, isSure }) => [cell, value, isSure])

describe('effects of a call on Chat', () => {
  test('are the values of its items, with their times', () => {
    expect(cellsOf(record())).toEqual([
      ['default/u0/f0/remark', 'a', true],
      ['default/u0/f1/Test', 'b', true],
    ])
    const at = Date.parse('2026-01-01T00:00:00Z')
    expect(effectsOf(record(), undefined)[0]).toMatchObject({ arrivedAt: at, doneAt: at + 10, random: '7' })
  })
  test('are none where it was not carried out, and leave out refused items', () => {
    expect(cellsOf(record({ carriedOut: false }))).toEqual([])
    const partly = { ErrorCode: 0, ErrorInfo: '', items: { f0: 30003, f1: 0 } }
    expect(cellsOf(record({ answer: partly }))).toEqual([['default/u0/f1/Test', 'b', true]])
  })
  test('are not sure where a fault hid what became of an item', () => {
    const whole = record({ fault: { errorCode: 30007, after: true }, answer: { ErrorCode: 30007, ErrorInfo: '' } })
    expect(cellsOf(whole).map(([, , isSure]) => isSure)).toEqual([false, false])
    const one = { ErrorCode: 0, ErrorInfo: '', items: { f0: 30007, f1: 0 } }
    const hidden = record({ fault: { items: { f0: 30007 }, after: true }, answer: one })
    expect(cellsOf(hidden).map(([, , isSure]) => isSure)).toEqual([false, true])
    expect(cellsOf(record({ fault: { items: { f0: 30006 } }, answer: one }))).toHaveLength(1)
  })
  test('know of a request that waits for consent', () => {
    const body = { From_Account: 'u0', AddFriendItem: [{ To_Account: 't' }] }
    const answer = { ErrorCode: 0, ErrorInfo: '', items: { t: 30539 } }
    const [pending] = effectsOf(record({ command: 'friend_add', body, answer }), 'cut')
    expect(pending).toMatchObject({ cell: 'default/u0/t/friends.add', isPending: true, isSure: true, trouble: 'cut' })
  })
  test('of a call without items is one', () => {
    const one = record({
      command: 'friend_delete_all',
      body: { From_Account: 'u0' },
      answer: { ErrorCode: 0, ErrorInfo: '' },
    })
    expect(cellsOf(one)).toEqual([['default/u0//friends.delete-all', '', true]])
    expect(cellsOf(record({ command: 'friend_get' }))).toEqual([])
  })
})

/** What each call asks for, and the call that Chat then hears. */
const ofTheApp: readonly (readonly [operation: string, body: object, heard: Partial<CallRecord>])[] = [
  [
    'accounts.import',
    { accounts: [{ userId: 'a' }] },
    { command: 'multiaccount_import', body: { Accounts: ['a'] }, answer: ok },
  ],
  [
    'accounts.delete',
    { userIds: ['a'] },
    { command: 'account_delete', body: { DeleteItem: [{ UserID: 'a' }] }, answer: { ...ok, items: { a: 0 } } },
  ],
  [
    'user-tags.add',
    { users: [{ userId: 'a', tags: ['x'] }] },
    { command: 'im_add_tag', body: { UserTags: [{ To_Account: 'a', Tags: ['x'] }] }, answer: ok },
  ],
  [
    'push.send',
    { elements: [{ type: 'text', text: 'p1' }] },
    {
      command: 'im_push',
      body: { MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'p1' } }] },
      answer: ok,
    },
  ],
]

test.each(ofTheApp)('%s is known by what Chat does for it, for no account', (operation, body, heard) => {
  const call = asked('', { operation, body: { ...body } })
  const cells = cellsOf(record(heard))
  expect(writesOf(call).map(({ cell, value }) => [cell, value, true])).toEqual(cells)
  expect(cells).toHaveLength(1)
  const refused = { ErrorCode: 90048, ErrorInfo: '' }
  expect(cellsOf(record({ ...heard, answer: refused }))).toEqual([])
})

test('what a call asks for has the names of what Chat then does', () => {
  const friends = [
    { userId: 'f0', remark: 'a' },
    { userId: 'f1', custom: { Test: 'b' } },
  ]
  const call = asked('', { body: { app: 'default', userId: 'u0', friends } })
  expect(writesOf(call).map(({ cell, value }) => [cell, value, true])).toEqual(cellsOf(record()))
})
