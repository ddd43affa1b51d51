import { expect, test } from 'vitest'
import type { Told } from '../../../lib/told.ts'
import type { ReplyRules } from '../../../lib/upstream/reply.ts'
import { faultOf, ok, plain, read, statuses } from './replies.ts'

const told: Told = {
  form: 'names',
  list: 'Found',
  id: 'To_Account',
  fails: { list: 'Lost', id: 'To_Account', code: 'ErrorCode', info: 'ErrorInfo' },
}
const rules: ReplyRules = { told, read: ({ State }) => (State === undefined ? 'State is missing' : { state: State }) }
const found = (id: unknown, State?: unknown) => ({ To_Account: id, State })
const lost = (id: unknown, ErrorCode: unknown = 70107, ErrorInfo = '') => ({ To_Account: id, ErrorCode, ErrorInfo })
const reading = (body: object) => read({ ...ok, ...body }, undefined, plain, rules)

test('an item is what the list says that names it: its values in one, its refusal in the other', () => {
  const both = reading({ Found: [found('bob', 1)], Lost: [lost('carol', 70107, 'who?')] })
  expect(both).toMatchObject({ strangers: 0 })
  expect(both.kind === 'items' && both.verdicts.get('bob')).toEqual({ status: 'ok', value: { state: 1 } })
  expect(faultOf(both, 'carol')).toMatchObject({
    code: 'ACCOUNT_NOT_FOUND',
    subject: 'item',
    upstream: { code: 70107, info: 'who?' },
  })
  expect(statuses(both)).toEqual(['ok', 'failed'])
})

test.each([
  ['nobody failed', { Found: [found('bob', 1), found('carol', 0)] }],
  ['the other list is null', { Found: [found('bob', 1), found('carol', 0)], Lost: null }],
])('all are found where %s', (_, body) => expect(statuses(reading(body))).toEqual(['ok', 'ok']))

test('all may fail, and then nobody is found', () => {
  expect(statuses(reading({ Lost: [lost('bob'), lost('carol')] }))).toEqual(['failed', 'failed'])
})

test.each([
  [
    'is found twice and lost',
    { Found: [found('bob', 1), found('bob', 1)], Lost: [lost('bob')] },
    'it stands in Lost as well',
  ],
  [
    'is found with nothing to read, and lost',
    { Found: [found('bob')], Lost: [lost('bob')] },
    'it stands in Lost as well',
  ],
  ['is found twice', { Found: [found('bob', 1), found('bob', 2)] }, 'Found has two entries about it'],
  ['is lost twice', { Found: [], Lost: [lost('bob'), lost('bob')] }, 'Lost has two entries about it'],
  ['is lost with 0', { Found: [], Lost: [lost('bob', 0)] }, 'an entry of Lost about it says no failure'],
  ['is lost with a text', { Found: [], Lost: [lost('bob', '70107')] }, 'an entry of Lost about it says no failure'],
  ['is found with nothing to read', { Found: [found('bob')] }, 'State is missing'],
  ['is told of by no list', { Found: 'x' }, 'Found is no list'],
  ['is told of by no list of failures', { Found: [], Lost: {} }, 'Lost is no list'],
  ['may be the one that is not named', { Found: [], Lost: [lost(7)] }, 'Lost/0 names no item'],
])('nothing is proved of an item that %s', (_, body, particular) => {
  expect(statuses(reading(body))[0]).toBe('unknown')
  expect(faultOf(reading(body))).toMatchObject({ code: 'UPSTREAM_MALFORMED', particular })
})

test('who was not asked for is a stranger in either list', () => {
  expect(reading({ Found: [found('bob', 1), found('zed', 1)], Lost: [lost('yan'), lost('carol')] })).toMatchObject({
    strangers: 2,
  })
})
