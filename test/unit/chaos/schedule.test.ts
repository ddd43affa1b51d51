import { expect, test } from 'vitest'
import { kindOf } from '../../campaigns/chaos/faults.ts'
import { drawSchedule } from '../../campaigns/chaos/schedule.ts'

const drawn = (seed: number, faults: number) => {
  const schedule = drawSchedule(seed, faults)
  return { ...schedule, faults: [...schedule.faults] }
}

test('the same seed and number of faults make the same schedule, another seed another one', () => {
  expect(drawn(7, 300)).toEqual(drawn(7, 300))
  expect(drawn(7, 300).faults).not.toEqual(drawn(8, 300).faults)
  expect(drawn(7, 300).steps).not.toEqual(drawn(8, 300).steps)
})

test('it holds as many faults as were asked for, of every kind, and calls by every way', () => {
  const { faults, steps } = drawSchedule(1, 5000)
  const all = [...faults.values()].flat()
  expect(all).toHaveLength(5000)
  expect(new Set(all.map(({ at }) => at))).toEqual(
    new Set(['network', 'host down', 'Chat', 'AWS', 'key rotation', 'kill', 'clock', 'letters']),
  )
  expect(new Set(steps.map(({ way }) => way))).toEqual(new Set(['now', 'keyed', 'later', 'event', 'batch']))
})

test.each([1, 2, 3])(
  'a short one of seed %i has every kind too, each order of a rotation and each function killed',
  (seed) => {
    const all = [...drawSchedule(seed, 200).faults.values()].flat()
    expect(all).toHaveLength(200)
    const kinds = new Set([...drawSchedule(1, 5000).faults.values()].flat().map(kindOf))
    expect(new Set(all.map(kindOf))).toEqual(kinds)
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        ...['together', 'secret-first', 'chat-first'].map((order) => `key rotation: ${order}`),
        ...['http', 'events', 'worker'].flatMap((name) => [`kill: ${name}`, `clock: ${name}`]),
        ...['secrets', 'tables', 'queues', 'bus'].map((service) => `AWS: ${service}`),
        ...['moved back', 'doubled', 'redriven', 'forged job', 'forged event'].map((how) => `letters: ${how}`),
        ...['latency', 'bandwidth', 'drip', 'cut', 'hostile', 'host down', 'Chat'],
        ...['reset', 'black hole'].flatMap((kind) => [`${kind} before`, `${kind} after`]),
      ]),
    )
  },
)

test('every call has a number of its own, and every value that is set its call’s', () => {
  const calls = drawSchedule(1, 500).steps.flatMap((step) => step.calls)
  expect(calls.map(({ number }) => number)).toEqual(calls.map((_, index) => index))
  const remarks = calls.flatMap(({ body }) => (body.friends as { remark?: string }[] | undefined) ?? [])
  const values = remarks.flatMap(({ remark }) => (remark === undefined || remark === 'x' ? [] : [remark]))
  expect(new Set(values).size).toBe(values.length)
})
