import { expect, test } from 'vitest'
import { nameOf, resultIn } from '../../lib/flow/names.ts'
import { operations } from '../../lib/operations/index.ts'

const update = operations.get('friends.update')!
const named = (as: NonNullable<typeof update.items>['as']) =>
  nameOf({ ...update, items: { ...update.items!, ...(as !== undefined && { as }) } }, 'x 1')

test('an item is called what its row calls it: one name, or several from its id', () => {
  expect(named('groupId')).toEqual({ groupId: 'x 1' })
  expect(
    named((id: string) => {
      const [of, at] = id.split(' ')
      return { of, at: Number(at) }
    }),
  ).toEqual({ of: 'x', at: 1 })
})

test('an account, where its row does not say, has no items, or is gone', () => {
  expect(nameOf(operations.get('blocklist.add'), 'bob')).toEqual({ userId: 'bob' })
  expect(nameOf(operations.get('friends.delete-all'), 'bob')).toEqual({ userId: 'bob' })
  expect(nameOf(undefined, 'bob')).toEqual({ userId: 'bob' })
})

test('a result that version 0.1 kept has its account’s name for its id', () => {
  expect(resultIn({ userId: 'bob', status: 'ok' })).toEqual({ id: 'bob', status: 'ok' })
  const now = { id: 'bob', status: 'ok' } as const
  expect(resultIn(now)).toBe(now)
})
