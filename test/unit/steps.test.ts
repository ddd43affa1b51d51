import { expect, test } from 'vitest'
import { inSteps, type Touched } from '../../lib/triggers/queue/steps.ts'

const job = (name: string, touched: Touched) => ({ name, touched })
const on = (name: string, ...ids: string[]) => job(name, new Set(ids))
const namesOf = (jobs: { name: string; touched: Touched }[]) =>
  inSteps(jobs).map((step) => step.map(({ name }) => name))

test('neighbours that touch different items are written down together', () => {
  expect(namesOf([on('a', 'bob'), on('b', 'carol', 'dan'), on('c', 'eve')])).toEqual([['a', 'b', 'c']])
})

test('a job that touches an item of one before it waits for that one', () => {
  expect(namesOf([on('a', 'bob'), on('b', 'carol'), on('c', 'bob'), on('d', 'carol'), on('e', 'bob')])).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e'],
  ])
})

test('what may touch anything stands by itself, and what touches nothing stands anywhere', () => {
  expect(namesOf([on('a', 'bob'), job('b', 'anything'), on('c', 'carol')])).toEqual([['a'], ['b'], ['c']])
  expect(namesOf([on('a', 'bob'), on('b'), on('c', 'carol')])).toEqual([['a', 'b', 'c']])
  expect(namesOf([])).toEqual([])
})
