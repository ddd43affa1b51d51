import { expect, test } from 'vitest'
import { Room } from '../../lib/triggers/queue/room.ts'

/** Work that goes on until it is let go. */
function work(name: string, log: string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const begin = async () => {
    log.push(name)
    await promise
    return name
  }
  return { begin, end: resolve, fail: reject }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('what fits into an account’s part waits for nobody; what is heavier goes one after another, in the order it came', async () => {
  const log: string[] = []
  const room = new Room(10, 1000)
  const [large, light, larger, last] = ['large', 'light', 'larger', 'last'].map((name) => work(name, log))
  const all = [
    room.hold(101, large!.begin),
    room.hold(5000, larger!.begin),
    room.hold(100, light!.begin),
    room.hold(101, last!.begin),
  ]
  await settled()
  expect(log).toEqual(['light', 'large'])
  large!.end()
  await settled()
  expect(log).toEqual(['light', 'large', 'larger'])
  for (const one of [light, larger, last]) one!.end()
  expect(await Promise.all(all)).toEqual(['large', 'larger', 'light', 'last'])
})

test('heavy work that fails lets the next go on', async () => {
  const log: string[] = []
  const room = new Room(1, 1)
  const [first, second] = [work('first', log), work('second', log)]
  const all = Promise.allSettled([room.hold(2, first.begin), room.hold(2, second.begin)])
  first.fail(new Error('broken'))
  second.end()
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})
