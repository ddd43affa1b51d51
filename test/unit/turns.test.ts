import { expect, test } from 'vitest'
import { Turns } from '../../lib/flow/turns.ts'

/** Work that ends when told to, and a record of what began and ended. */
function setUp() {
  const turns = new Turns()
  const events: string[] = []
  const ends = new Map<string, () => void>()
  const start = (key: string, name: string, ms = 10_000) =>
    turns.take(key, ms, async () => {
      events.push(`${name} begins`)
      await new Promise<void>((resolve) => ends.set(name, resolve))
      events.push(`${name} ends`)
    })
  return { events, start, end: (name: string) => ends.get(name)?.() }
}

test('work on one key goes one after another, in the order asked for', async () => {
  const { events, start, end } = setUp()
  const all = [start('alice', '1'), start('alice', '2'), start('alice', '3')]
  for (const name of ['1', '2', '3']) {
    await expect.poll(() => events.at(-1)).toBe(`${name} begins`)
    end(name)
  }
  await Promise.all(all)
  expect(events).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends'])
})

test('work on different keys goes side by side', async () => {
  const { events, start, end } = setUp()
  const all = [start('alice', '1'), start('bob', '2')]
  await expect.poll(() => events).toEqual(['1 begins', '2 begins'])
  end('2')
  end('1')
  await Promise.all(all)
})

test('work that fails does not stop the next', async () => {
  const turns = new Turns()
  const first = turns.take('alice', 1000, () => Promise.reject(new Error('broken')))
  const second = turns.take('alice', 1000, async () => 'done')
  await expect(first).rejects.toThrow('broken')
  await expect(second).resolves.toBe('done')
})

test('work whose time is up begins all the same, to answer that', async () => {
  const { events, start, end } = setUp()
  const all = [start('alice', '1'), start('alice', '2', 1)]
  await expect.poll(() => events).toEqual(['1 begins', '2 begins'])
  end('1')
  end('2')
  await Promise.all(all)
})

test('whoever comes after the first has ended still waits for the second', async () => {
  const { events, start, end } = setUp()
  const first = start('alice', '1')
  const second = start('alice', '2')
  await expect.poll(() => events).toEqual(['1 begins'])
  end('1')
  await first
  await expect.poll(() => events.at(-1)).toBe('2 begins')
  const third = start('alice', '3')
  end('2')
  await second
  await expect.poll(() => events.at(-1)).toBe('3 begins')
  expect(events.slice(-2)).toEqual(['2 ends', '3 begins'])
  end('3')
  await third
})

test('whoever comes after one whose time was up still waits for the first', async () => {
  const { events, start, end } = setUp()
  const first = start('alice', '1')
  const second = start('alice', '2', 1)
  await expect.poll(() => events.at(-1)).toBe('2 begins')
  end('2')
  await second
  const third = start('alice', '3')
  end('1')
  await first
  await expect.poll(() => events.at(-1)).toBe('3 begins')
  expect(events.slice(-2)).toEqual(['1 ends', '3 begins'])
  end('3')
  await third
})
