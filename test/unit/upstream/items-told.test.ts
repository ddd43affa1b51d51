import { describe, expect, test } from 'vitest'
import type { Told } from '../../../lib/told.ts'
import { type ItemReading, readItems } from '../../../lib/upstream/items-told.ts'
import { isFault, type Verdict } from '../../../lib/upstream/verdict.ts'

const how: ItemReading = { readOk: () => ({ status: 'ok' }), clean: (text) => text }
const told = (reply: object, form: Told, ids = ['a', 'b']) => {
  const { verdicts, strangers } = readItems(reply as Record<string, unknown>, form, ids, how)
  return { strangers, ...Object.fromEntries([...verdicts].map(([id, verdict]) => [id, word(verdict)])) }
}
const word = (verdict: Verdict) =>
  isFault(verdict) ? `${verdict.status} ${verdict.fault.code} ${verdict.fault.particular ?? ''}`.trim() : verdict.status
const nothing = (particular: string) => `unknown UPSTREAM_MALFORMED ${particular}`

describe('own: an entry for each', () => {
  const own: Told = { form: 'own', list: 'List', id: 'Id', code: 'Code' }

  test.each<[string, object, object]>([
    [
      '0 is ok, another number is what it says',
      [
        { Id: 'a', Code: 0 },
        { Id: 'b', Code: 70107 },
      ],
      { a: 'ok', b: 'failed ACCOUNT_NOT_FOUND' },
    ],
    [
      'without an entry, nothing is proved',
      [{ Id: 'a', Code: 0 }],
      { a: 'ok', b: nothing('no entry of List is about it') },
    ],
    [
      'nor by two',
      [
        { Id: 'a', Code: 0 },
        { Id: 'a', Code: 0 },
        { Id: 'b', Code: 0 },
      ],
      { a: nothing('List has two entries about it'), b: 'ok' },
    ],
    [
      'nor by a code that is none',
      [{ Id: 'a', Code: '0' }, { Id: 'b' }],
      { a: nothing('Code is no integer'), b: nothing('Code is no integer') },
    ],
    [
      'who was not asked for is a stranger',
      [{ Id: 'a', Code: 0 }, { Id: 'b', Code: 0 }, { Id: 'c', Code: 0 }, 7],
      { a: 'ok', b: 'ok', strangers: 2 },
    ],
  ])('%s', (_, List, expected) => expect(told({ List }, own)).toEqual({ strangers: 0, ...expected }))

  test('inside others, by numbers, and with words that are no error codes', () => {
    const members: Told = {
      form: 'own',
      list: 'Outer.0.List',
      id: 'Inner.Seq',
      hasNumbers: true,
      code: 'Result',
      means: { 1: 'ok', 0: 'UNEXPLAINED_FAILURE', 2: 'ALREADY_MEMBER', 3: 'pending' },
    }
    const List = [1, 0, 2, 3].map((Result, index) => ({ Inner: { Seq: index + 1 }, Result }))
    expect(told({ Outer: [{ List }] }, members, ['1', '2', '3', '4', '5'])).toEqual({
      strangers: 0,
      1: 'ok',
      2: 'failed UNEXPLAINED_FAILURE',
      3: 'failed ALREADY_MEMBER',
      4: 'pending',
      5: nothing('no entry of Outer.0.List is about it'),
    })
    expect(told({ Outer: [{ List: [{ Inner: { Seq: '1' }, Result: 1 }] }] }, members, ['1'])).toMatchObject({
      strangers: 1,
    })
  })

  test('a word that is no error code carries what Chat said with it', () => {
    const form: Told = { ...own, info: 'Info', means: { 2: 'ALREADY_MEMBER' } }
    const { verdicts } = readItems({ List: [{ Id: 'a', Code: 2, Info: 'in' }] }, form, ['a'], how)
    expect(verdicts.get('a')).toEqual({
      status: 'failed',
      fault: { code: 'ALREADY_MEMBER', retry: 'no', mayBeDone: true, upstream: { code: 2, info: 'in' } },
    })
  })
})

describe('fails: only those that failed', () => {
  const coded: Told = { form: 'fails', list: 'List', id: 'Id', code: 'Code' }
  const bare: Told = { form: 'fails', list: 'List' }

  test.each<[string, Told, unknown, object]>([
    ['who is not among them is ok', coded, [{ Id: 'b', Code: 70107 }], { a: 'ok', b: 'failed ACCOUNT_NOT_FOUND' }],
    ['no list is an empty one', coded, undefined, { a: 'ok', b: 'ok' }],
    ['and so is null', bare, null, { a: 'ok', b: 'ok' }],
    ['anything else proves nothing', coded, 'x', { a: nothing('List is no list'), b: nothing('List is no list') }],
    [
      'a failure with code 0 or none proves nothing',
      coded,
      [{ Id: 'a', Code: 0 }, { Id: 'b' }],
      {
        a: nothing('an entry of List about it says no failure'),
        b: nothing('an entry of List about it says no failure'),
      },
    ],
    [
      'nor do two',
      coded,
      [
        { Id: 'a', Code: 1 },
        { Id: 'a', Code: 1 },
      ],
      { a: nothing('List has two entries about it'), b: 'ok' },
    ],
    [
      'an entry that names no item may be about any',
      coded,
      [{ Code: 70107 }],
      { a: nothing('List/0 names no item'), b: nothing('List/0 names no item') },
    ],
    ['a bare id is failed, and nobody knows why', bare, ['b'], { a: 'ok', b: 'failed UNEXPLAINED_FAILURE' }],
    ['twice too', bare, ['b', 'b'], { a: 'ok', b: 'failed UNEXPLAINED_FAILURE' }],
    ['of somebody else it is nobody’s', bare, ['c'], { a: 'ok', b: 'ok', strangers: 1 }],
  ])('%s', (_, form, List, expected) => expect(told({ List }, form)).toEqual({ strangers: 0, ...expected }))
})

describe('names: those that were done or found', () => {
  const names: Told = { form: 'names', list: 'List', id: 'Id' }
  const online: Told = { ...names, absent: 'MEMBER_OFFLINE' }
  const both: Told = { ...names, fails: { list: 'Fails', id: 'Id', code: 'Code' } }

  test.each<[string, Told, object, object]>([
    [
      'who is not named is not proved',
      names,
      { List: [{ Id: 'a' }] },
      { a: 'ok', b: nothing('no entry of List is about it') },
    ],
    ['unless the row says what that means', online, { List: [{ Id: 'a' }] }, { a: 'ok', b: 'failed MEMBER_OFFLINE' }],
    [
      'but without a list nothing is proved',
      online,
      {},
      { a: nothing('List is no list'), b: nothing('List is no list') },
    ],
    [
      'two entries prove nothing',
      names,
      { List: [{ Id: 'a' }, { Id: 'a' }, { Id: 'b' }] },
      { a: nothing('List has two entries about it'), b: 'ok' },
    ],
    [
      'failures stand beside them',
      both,
      { List: [{ Id: 'a' }], Fails: [{ Id: 'b', Code: 70107 }] },
      { a: 'ok', b: 'failed ACCOUNT_NOT_FOUND' },
    ],
    [
      'who stands in both proves nothing',
      both,
      { List: [{ Id: 'a' }, { Id: 'b' }], Fails: [{ Id: 'b', Code: 70107 }] },
      { a: 'ok', b: nothing('it stands in Fails as well') },
    ],
    [
      'who stands in neither either',
      both,
      { List: [{ Id: 'a' }] },
      { a: 'ok', b: nothing('no entry of List is about it') },
    ],
  ])('%s', (_, form, reply, expected) => expect(told(reply, form)).toEqual({ strangers: 0, ...expected }))

  test.each<[string, Told, object, string]>([
    ['whom a list of those found leaves out is worth one more try', names, { List: [] }, 'once'],
    ['also where it has nobody', names, { List: null }, 'once'],
    ['where failures would say so, it is worth more', both, { List: [] }, 'backoff'],
    ['and a list that is none is, too', names, { List: {} }, 'backoff'],
  ])('%s', (_, form, reply, retry) => {
    const { verdicts } = readItems(reply as Record<string, unknown>, form, ['a'], how)
    expect(verdicts.get('a')).toMatchObject({ fault: { code: 'UPSTREAM_MALFORMED', retry } })
  })
})

describe('order: by the items’ own places', () => {
  const order: Told = { form: 'order', list: 'List', code: 'Result' }
  const wrong = nothing('List has not one entry for each item')

  test.each<[string, unknown, object]>([
    ['each has the code at its place', [{ Result: 0 }, { Result: 70107 }], { a: 'ok', b: 'failed ACCOUNT_NOT_FOUND' }],
    ['a list of another length proves nothing', [{ Result: 0 }], { a: wrong, b: wrong }],
    ['nor does no list', undefined, { a: wrong, b: wrong }],
    [
      'an entry that is none proves nothing of its item',
      [7, { Result: 0 }],
      { a: nothing('List/0 is no object'), b: 'ok' },
    ],
  ])('%s', (_, List, expected) => expect(told({ List }, order)).toEqual({ strangers: 0, ...expected }))
})
