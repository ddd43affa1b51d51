import { expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { kindOf, unjudged } from '../../support/gateway/kinds.ts'
import { kinds, rows } from '../../support/gateway/rows.ts'

test('every member of every row is judged: whether it makes the flow go another way, or words alone depend on it', () => {
  expect([...operations.values()].flatMap(unjudged)).toEqual([])
})

test('each kind has one representative, and each row is of a kind that has one', () => {
  const kindsOf = [...operations.values()].map(kindOf)
  expect(kinds.map(({ name }) => kindOf(operations.get(name)!)).toSorted()).toEqual([...new Set(kindsOf)].toSorted())
  expect(kinds.length).toBeLessThan(rows.length)
})

test('rows that differ in what the flow does are of different kinds, and those that differ in words are not', () => {
  const kind = (name: string) => kindOf(operations.get(name)!)
  expect(kind('friends.delete')).toBe(kind('blocklist.delete'))
  expect(kind('friends.list')).toBe(kind('blocklist.list'))
  for (const other of [
    'friends.add',
    'friends.import',
    'friends.update',
    'friends.delete-all',
    'friends.check',
    'friend-lists.add',
  ])
    expect(kind('friends.delete')).not.toBe(kind(other))
  expect(kind('friends.delete-all')).not.toBe(kind('friend-lists.delete'))
})
