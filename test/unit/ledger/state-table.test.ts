import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type StateTable, StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { waitingTime } from '../../support/time-taken.ts'
import { hangingPort, startState, tableAt } from './state.ts'

const state = await startState()
const table = await state.table()
afterAll(state.close)

test('an item comes back as it was written: text, numbers, bytes', async () => {
  const item = { name: 'Zoë', at: 1_764_000_000_123_456, content: Uint8Array.of(0, 255, 7) }
  expect(await table.put('item', item)).toBe(true)
  expect(await table.get('item')).toEqual({ pk: 'item', ...item })
  expect(await table.get('other')).toBeUndefined()
})

test('a put replaces the whole item, under its condition only', async () => {
  await table.put('put', { a: 1, b: 1 })
  expect(await table.put('put', { a: 2 }, { when: '#a = :a', values: { a: 9 } })).toBe(false)
  expect(await table.get('put')).toEqual({ pk: 'put', a: 1, b: 1 })
  expect(await table.put('put', { a: 2 }, { when: '#a = :a', values: { a: 1 } })).toBe(true)
  expect(await table.get('put')).toEqual({ pk: 'put', a: 2 })
})

test('an update gives the new values of what it changed, or undefined where its condition fails', async () => {
  await table.put('update', { count: 5, other: 'x' })
  const add = (least: number) =>
    table.update('update', 'SET #count = #count + :more', { when: '#count >= :least', values: { more: 2, least } })
  expect(await add(6)).toBeUndefined()
  expect(await add(5)).toEqual({ count: 7 })
  expect(await table.get('update')).toEqual({ pk: 'update', count: 7, other: 'x' })
})

test('for somebody whose time ends it does nothing later, and is the same for all others', async () => {
  let leftMs = 1000
  const mine = table.until(() => leftMs)
  expect(await mine.put('until', { a: 1 })).toBe(true)
  leftMs = 0
  await expect(mine.put('until', { a: 2 })).rejects.toThrow(StateUnavailable)
  await expect(mine.putMany([['until', { a: 3 }]])).rejects.toThrow('no time is left')
  expect(await table.get('until')).toMatchObject({ a: 1 })
})

test('a delete works under its condition only', async () => {
  await table.put('delete', { owner: 'me' })
  expect(await table.delete('delete', { when: '#owner = :owner', values: { owner: 'you' } })).toBe(false)
  expect(await table.get('delete')).toBeDefined()
  expect(await table.delete('delete', { when: '#owner = :owner', values: { owner: 'me' } })).toBe(true)
  expect(await table.get('delete')).toBeUndefined()
})

test('words that DynamoDB reserves may name attributes', async () => {
  const terms = { when: 'attribute_not_exists(#state)', values: { next: 1, state: 'x' } }
  expect(await table.update('reserved', 'SET #state = :state, #next = :next', terms)).toEqual({ state: 'x', next: 1 })
})

describe('a table out of reach is StateUnavailable', () => {
  const operations = [
    ['put', (broken: StateTable) => broken.put('a', {})],
    ['update', (broken: StateTable) => broken.update('a', 'SET #a = :a', { values: { a: 1 } })],
    ['get', (broken: StateTable) => broken.get('a')],
    ['delete', (broken: StateTable) => broken.delete('a')],
  ] as const

  test.each(operations)('for %s where nobody listens', async (_, operation) => {
    const broken = await tableAt(await closedPort())
    await expect(operation(broken)).rejects.toThrow(StateUnavailable)
  })

  test('for a table that is not there', async () => {
    const { url } = state
    await expect((await tableAt(url, 'absent')).get('a')).rejects.toThrow(StateUnavailable)
  })
})

describe('where nobody answers', () => {
  const ports: { close: () => Promise<void> }[] = []
  afterEach(() => Promise.all(ports.splice(0).map(({ close }) => close())))

  test('it gives up after two tries of a second', async () => {
    const port = await hangingPort()
    ports.push(port)
    const broken = await tableAt(port.url, 'state', 'real')
    const before = port.requests()
    const startedAt = performance.now()
    const taken = waitingTime()
    await expect(broken.get('a')).rejects.toThrow(StateUnavailable)
    expect(performance.now() - startedAt).toBeGreaterThan(1900)
    expect(taken()).toBeLessThan(4000)
    expect(port.requests() - before).toBe(2)
  })

  test('it gives up when the caller has no more use for the outcome', async () => {
    const port = await hangingPort()
    ports.push(port)
    const broken = await tableAt(port.url, 'state', 'real')
    const taken = waitingTime()
    await expect(broken.get('a', { withinMs: 100 })).rejects.toThrow(StateUnavailable)
    expect(taken()).toBeLessThan(700)
  })

  test('it gives up when the time of who asks is over, even where the outcome would be of use longer', async () => {
    const port = await hangingPort()
    ports.push(port)
    const broken = (await tableAt(port.url, 'state', 'real')).until(() => 100)
    const taken = waitingTime()
    await expect(broken.get('a', { withinMs: 5000 })).rejects.toThrow(StateUnavailable)
    expect(taken()).toBeLessThan(700)
  })
})
