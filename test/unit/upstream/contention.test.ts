import { expect, test } from 'vitest'
import { Contention } from '../../../lib/upstream/contention.ts'

test('an account is known for five seconds after its writers met, each time anew', () => {
  let now = 1_000_000
  const contention = new Contention(() => now)
  expect(contention.isKnown('alice')).toBe(false)
  contention.note('alice')
  now += 4000
  contention.note('alice')
  now += 4999
  expect([contention.isKnown('alice'), contention.isKnown('bob')]).toEqual([true, false])
  now += 1
  expect(contention.isKnown('alice')).toBe(false)
})

test('a clock that is set back makes nobody careful for longer', () => {
  let now = 1_000_000
  const contention = new Contention(() => now)
  contention.note('alice')
  now -= 60_000
  expect(contention.isKnown('alice')).toBe(false)
})

test('a thousand accounts are known at most, the latest', () => {
  const contention = new Contention(() => 0)
  for (let index = 0; index <= 1000; index++) contention.note(`a${index}`)
  expect([contention.isKnown('a0'), contention.isKnown('a1'), contention.isKnown('a1000')]).toEqual([false, true, true])
})
