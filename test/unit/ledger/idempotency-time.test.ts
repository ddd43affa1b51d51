import { afterAll, expect, test } from 'vitest'
import type { Clock } from '../../../lib/clock.ts'
import { heldWork, instanceOn, scope } from './idempotency-instance.ts'
import { passingClock } from './passing-clock.ts'
import { startState } from './state.ts'

const DAY_MS = 86_400_000
const state = await startState()
afterAll(state.close)

const instance = async (clock?: Clock) => instanceOn(await state.table(), clock)

test('a crashed invocation holds the key until shortly after its deadline', async () => {
  const clock = passingClock()
  const { run, crash } = await instance(clock)
  const of = scope()
  await crash(of, 10_000)
  clock.advance(14_999)
  await expect(run(of, 'x')).rejects.toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS' })
  clock.advance(1)
  expect(await run(of, 'again')).toEqual({ answer: 'again', replayed: false })
  expect(await run(of, 'x')).toEqual({ answer: 'again', replayed: true })
})

test('what comes after a crashed invocation is a repeat, until there is an answer to keep', async () => {
  const clock = passingClock()
  const { run, repeats, crash } = await instance(clock)
  const of = scope()
  await crash(of, 1000)
  clock.advance(6000)
  expect(await run(of, 'busy', { keep: false })).toEqual({ answer: 'busy', replayed: false })
  expect(await run(of, 'done')).toEqual({ answer: 'done', replayed: false })
  await run(scope(), 'another')
  expect(repeats()).toEqual([true, true, false])
})

test('and knows when the first began that crashed, however many have since', async () => {
  const clock = passingClock()
  const { run, doubts, crash } = await instance(clock)
  const of = scope()
  const since = clock.now()
  await crash(of, 1000)
  clock.advance(6000)
  await crash(of, 1000)
  clock.advance(6000)
  await run(of, 'busy', { keep: false })
  await run(of, 'done')
  expect(doubts()).toEqual([{ since }, { since }])
})

test('a crashed invocation’s key is not for another body', async () => {
  const clock = passingClock()
  const { run, crash } = await instance(clock)
  const of = scope()
  await crash(of, 1000)
  clock.advance(6000)
  await expect(run(of, 'x', { body: 'other' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
})

test('of many who come after a crashed invocation one does the work', async () => {
  const clock = passingClock()
  const instances = await Promise.all(Array.from({ length: 5 }, () => instance(clock)))
  const of = scope()
  await instances[0]!.crash(of, 1000)
  clock.advance(6000)
  await Promise.allSettled(instances.map(({ run }) => run(of, 'done')))
  expect(instances.map(({ runs }) => runs()).toSorted()).toEqual([0, 0, 0, 0, 1])
})

test('an answer is kept for 24 hours from the request on', async () => {
  const clock = passingClock()
  const { run, idempotency } = await instance(clock)
  const of = scope()
  await idempotency.run(of, 'hash', clock.now() + 9000, async () => {
    clock.advance(3000)
    return { answer: 'first', keep: true }
  })
  clock.advance(DAY_MS - 3001)
  expect(await run(of, 'x')).toEqual({ answer: 'first', replayed: true })
  clock.advance(1)
  expect(await run(of, 'second', { body: 'other' })).toEqual({ answer: 'second', replayed: false })
})

test('an answer is stored in time though the work took all of its own', async () => {
  const clock = passingClock()
  const { run, idempotency, log, table } = await instance(clock)
  const of = scope()
  await idempotency.run(of, 'hash', clock.now() + 9000, async (_, deadline) => {
    clock.advance(deadline - clock.now())
    return { answer: 'slow', keep: true }
  })
  expect(log.lines).toEqual([])
  expect(table.bounds.at(-1)).toBe(250)
  expect(await run(of, 'x')).toEqual({ answer: 'slow', replayed: true })
})

test('work whose time another clock calls over neither answers for its successor nor frees the key', async () => {
  const clock = passingClock()
  const ahead = passingClock()
  ahead.advance(6000)
  const [one, two] = [await instance(clock), await instance(ahead)]
  for (const keep of [true, false]) {
    const of = scope()
    const slow = heldWork(keep)
    const first = one.idempotency.run(of, 'hash', clock.now() + 1000, slow.work)
    await slow.began
    await two.run(of, 'successor')
    slow.end('slow')
    expect(await first).toEqual({ answer: 'slow', replayed: false })
    expect(await two.run(of, 'x')).toEqual({ answer: 'successor', replayed: true })
  }
  expect(one.log.lines).toEqual([expect.stringMatching(/answer not stored.*no longer its own/)])
})
