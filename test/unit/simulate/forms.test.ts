import { expect, test } from 'vitest'
import type { Attempt } from '../../campaigns/simulate/check/attempt.ts'
import { TurnsWatch } from '../../campaigns/simulate/check/turns-watch.ts'
import { codesOf } from '../../campaigns/simulate/world/attempts.ts'
import { NO_CODE } from '../../campaigns/simulate/world/forms.ts'

const codes = (command: string, reply: object, ids = ['a', 'b']) =>
  Object.fromEntries(codesOf({ ErrorCode: 0, ...reply }, { command, ids }))

test.each([
  ['multiaccount_import', { FailAccounts: ['b'] }, { a: 0, b: NO_CODE }],
  ['multiaccount_import', {}, { a: 0, b: 0 }],
  [
    'account_delete',
    {
      ResultItem: [
        { UserID: 'a', ResultCode: 0 },
        { UserID: 'b', ResultCode: 70107 },
      ],
    },
    { a: 0, b: 70107 },
  ],
  ['batchsendmsg', { ErrorList: [{ To_Account: 'b', ErrorCode: 70107 }] }, { a: 0, b: 70107 }],
  ['batchsendmsg', { ErrorCode: 90012 }, { a: 90012, b: 90012 }],
  ['im_add_tag', {}, { a: 0, b: 0 }],
  ['im_add_tag', { ErrorCode: 90048 }, { a: 90048, b: 90048 }],
  ['im_get_tag', { UserTags: [{ To_Account: 'a', Tags: [] }] }, { a: 0, b: NO_CODE }],
  [
    'query_online_status',
    { QueryResult: [{ To_Account: 'a' }], ErrorList: [{ To_Account: 'b', ErrorCode: 70107 }] },
    { a: 0, b: 70107 },
  ],
])('the simulation reads for itself what %s says of items: %j', (command, reply, expected) => {
  expect(codes(command, reply)).toEqual(expected)
})

const call = (instance: string, more: Partial<Attempt> = {}) =>
  ({ app: 'a', account: 'u', isRead: false, isOver: false, by: { instance, role: 'http' }, ...more }) as Attempt

test('two writes of one turn at once are noticed, within an instance', () => {
  const watch = new TurnsWatch()
  const first = call('one')
  expect(watch.sent(first)).toBeUndefined()
  expect(watch.sent(call('two'))).toBeUndefined()
  expect(watch.sent(call('one', { isRead: true }))).toBeUndefined()
  expect(watch.sent(call('one', { account: 'v' }))).toBeUndefined()
  const second = call('one')
  expect(watch.sent(second)).toBe(first)
  second.isOver = true
  expect(watch.sent(call('one'))).toBeUndefined()
})
