import { afterAll, expect, test } from 'vitest'
import type { Clock } from '../../../lib/clock.ts'
import { GatewayError } from '../../../lib/errors/gateway-error.ts'
import type { Scope } from '../../../lib/ledger/idempotency.ts'
import { StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { heldWork, instanceOn, scope } from './idempotency-instance.ts'
import { passingClock } from './passing-clock.ts'
import { forgetfulPort, startState, tableAt } from './state.ts'

const state = await startState()
afterAll(state.close)

const instance = async (clock?: Clock) => instanceOn(await state.table(), clock)

test('the work is done once; its repeat gets the same answer, from another instance too', async () => {
  const clock = passingClock()
  const [one, two] = [await instance(clock), await instance(clock)]
  const of = scope()
  const answer = { status: 207, body: { outcome: 'partial', text: 'Zoë' } }
  expect(await one.run(of, answer)).toEqual({ answer, replayed: false })
  expect(await one.run(of, 'other')).toEqual({ answer, replayed: true })
  expect(await two.run(of, 'other')).toEqual({ answer, replayed: true })
  expect([one.runs(), two.runs()]).toEqual([1, 0])
  expect([one.table.writes, two.table.writes, two.table.reads]).toEqual([3, 1, 1])
  expect([one.table.bounds, two.table.bounds]).toEqual([Array(4).fill(25_000), Array(2).fill(25_000)])
})

test.each<keyof Scope>(['caller', 'app', 'operation', 'key'])('a key of another %s is another key', async (member) => {
  const { run, runs } = await instance()
  const of = scope()
  await run(of, 'first')
  expect(await run({ ...of, [member]: 'another' }, 'second')).toEqual({ answer: 'second', replayed: false })
  expect(runs()).toBe(2)
})

test('members of the scope do not run into each other', async () => {
  const { run } = await instance()
  await run(scope({ caller: 'a', app: 'b c', key: 'k' }), 'first')
  expect(await run(scope({ caller: 'a b', app: 'c', key: 'k' }), 'second')).toMatchObject({ answer: 'second' })
})

test('the key with another body is refused, whether the first is done or running', async () => {
  const clock = passingClock()
  const { run, runs, idempotency } = await instance(clock)
  const of = scope()
  const held = heldWork()
  const first = idempotency.run(of, 'hash', clock.now() + 25_000, held.work)
  await held.began
  await expect(run(of, 'x', { body: 'other' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  held.end('done')
  await first
  await expect(run(of, 'x', { body: 'other' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  expect(runs()).toBe(0)
})

test('of many at once one does the work, and the others hear that it is running', async () => {
  const clock = passingClock()
  const instances = await Promise.all(Array.from({ length: 5 }, () => instance(clock)))
  const of = scope()
  const held = heldWork()
  const first = instances[0]!.idempotency.run(of, 'hash', clock.now() + 25_000, held.work)
  await held.began
  const others = await Promise.allSettled(instances.map(({ run }) => run(of, 'x')))
  for (const other of others)
    expect(other).toMatchObject({ reason: { code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true } })
  held.end('done')
  expect(await first).toEqual({ answer: 'done', replayed: false })
  expect(instances.map(({ runs }) => runs())).toEqual([0, 0, 0, 0, 0])
})

test('an answer that is not kept leaves the key free', async () => {
  const { run, runs } = await instance()
  const of = scope()
  expect(await run(of, 'busy', { keep: false })).toEqual({ answer: 'busy', replayed: false })
  expect(await run(of, 'done', { body: 'other' })).toEqual({ answer: 'done', replayed: false })
  expect(runs()).toBe(2)
})

test('work that throws leaves the key free, at once or later', async () => {
  const clock = passingClock()
  const { run, idempotency } = await instance(clock)
  const of = scope()
  const fault = new Error('fault')
  const throwing = [
    () => Promise.reject(fault),
    () => {
      throw fault
    },
  ]
  for (const work of throwing) await expect(idempotency.run(of, 'hash', clock.now() + 9000, work)).rejects.toBe(fault)
  expect(await run(of, 'done')).toEqual({ answer: 'done', replayed: false })
})

test('work that was refused leaves no doubt; work that broke may have begun, and a job in doubt may be queued', async () => {
  const clock = passingClock()
  const { run, repeats, idempotency } = await instance(clock)
  const inDoubt = new GatewayError('STATE_UNAVAILABLE', { jobInDoubt: 'j1' })
  for (const error of [new GatewayError('INVALID_REQUEST'), new Error('fault'), inDoubt]) {
    const of = scope()
    const work = () => Promise.reject(error)
    await expect(idempotency.run(of, 'hash', clock.now() + 9000, work)).rejects.toBe(error)
    await run(of, 'done')
  }
  expect(repeats()).toEqual([false, true, true])
})

test('a key is not claimed where no time is left to work', async () => {
  const clock = passingClock()
  const { idempotency, table } = await instance(clock)
  const running = idempotency.run(scope(), 'hash', clock.now() + 250, () => Promise.reject(new Error('not begun')))
  await expect(running).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  expect([table.writes, table.reads]).toEqual([0, 0])
})

test('a claim whose reply was lost on the way is still our own when the SDK repeats it', async () => {
  const port = await forgetfulPort(state.url)
  const { run } = instanceOn(await tableAt(port.url, state.name))
  port.loseNext()
  expect(await run(scope(), 'done')).toEqual({ answer: 'done', replayed: false })
  expect(port.lost()).toBe(1)
  await port.close()
})

test('a claim of which nothing is heard is given up, so that what was never begun is no repeat later', async () => {
  const clock = passingClock()
  const { run, repeats, table } = await instance(clock)
  const of = scope()
  const put = table.put.bind(table)
  table.put = async (...asked) => {
    table.put = put
    await put(...asked)
    clock.advance(24_900)
    throw new StateUnavailable(new Error('lost'))
  }
  await expect(run(of, 'x')).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: true })
  // Its caller is answered in time all the same.
  expect(table.bounds).toEqual([25_000, 100])
  expect(await run(of, 'done')).toEqual({ answer: 'done', replayed: false })
  expect(repeats()).toEqual([false])
})

test('while the work runs its record says so', async () => {
  const clock = passingClock()
  const { idempotency, table } = await instance(clock)
  const held = heldWork()
  const written: unknown[] = []
  const put = table.put.bind(table)
  table.put = (pk, item, terms) => {
    written.push(item)
    return put(pk, item, terms)
  }
  const first = idempotency.run(scope(), 'hash', clock.now() + 9000, held.work)
  await held.began
  expect(written).toMatchObject([{ state: 'running', bodyHash: 'hash', createdAt: clock.now() }])
  held.end('done')
  await first
})

test('a key that is taken and freed each time we look is let be after the third', async () => {
  const clock = passingClock()
  const [one, two] = [await instance(clock), await instance(clock)]
  const of = scope()
  const held = heldWork()
  const first = one.idempotency.run(of, 'hash', clock.now() + 25_000, held.work)
  await held.began
  two.table.get = async () => undefined
  await expect(two.run(of, 'x')).rejects.toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS' })
  expect(two.table.writes).toBe(3)
  held.end('done')
  await first
})

test('a key that is freed while we look at it is ours', async () => {
  const [one, two] = [await instance(), await instance()]
  const of = scope()
  const held = heldWork(false)
  const first = one.idempotency.run(of, 'hash', passingClock().now() + 25_000, held.work)
  await held.began
  const get = two.table.get.bind(two.table)
  two.table.get = async (pk, terms) => {
    held.end('not kept')
    await first
    return get(pk, terms)
  }
  expect(await two.run(of, 'done')).toEqual({ answer: 'done', replayed: false })
})
