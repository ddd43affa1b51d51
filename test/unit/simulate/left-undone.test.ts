import { expect, test } from 'vitest'
import { LeftUndone } from '../../campaigns/simulate/check/left-undone.ts'
import type { Invocation } from '../../campaigns/simulate/invocation.ts'
import { VirtualTime } from '../../campaigns/simulate/world/virtual-time.ts'

/** A worker's batches, and what the watch says of them in the end. */
function watched(run: (batch: (asked: string, left: string) => void, parts: Parts) => void): string[] {
  const time = new VirtualTime(0)
  const dropped: string[] = []
  const watch = new LeftUndone(time, (what) => dropped.push(what))
  const invocation: Invocation = { instance: 'worker1', role: 'worker', asked: [], attempts: [], isUnstored: false }
  const client = { isAlive: true }
  const batch = (asked: string, left: string) => {
    watch.asked(invocation, [...asked])
    watch.answered(invocation, client, [...asked], [...left])
  }
  const later = (ms: number, what: () => void) => void time.after(ms, what)
  run(batch, { later, crash: () => Object.assign(client, { isAlive: false }), fail: () => watch.failed(invocation) })
  while (time.passOn());
  return dropped
}

interface Parts {
  readonly later: (ms: number, what: () => void) => void
  readonly crash: () => void
  readonly fail: () => void
}

test.each<[string, Parameters<typeof watched>[0]]>([
  ['is asked for again', (batch, { later }) => [batch('abc', 'bc'), later(1000, () => batch('bc', ''))]],
  [
    'was asked for in vain for a while',
    (batch, { later }) => {
      for (const ms of [0, 100, 200, 300]) later(ms, () => batch('ab', 'ab'))
    },
  ],
  ['is left by one that has crashed', (batch, { crash }) => [batch('ab', 'b'), crash()]],
  ['is left after another failure', (batch, { fail }) => [fail(), batch('ab', 'b')]],
  [
    'is left when there is no time any more',
    (batch, { later }) => [batch('a', ''), later(50_000, () => batch('ab', 'b'))],
  ],
])('what a batch leaves may stay undone where it %s', (_, run) => {
  expect(watched(run)).toEqual([])
})

test.each<[string, Parameters<typeof watched>[0]]>([
  ['at once', (batch) => batch('abc', 'bc')],
  [
    'however often it was asked for without a pause',
    (batch, { later }) => {
      for (let ms = 0; ms < 100; ms += 5) later(ms, () => batch('bc', 'bc'))
    },
  ],
  [
    'right after the table had got on',
    (batch, { later }) => {
      for (const ms of [0, 200, 400]) later(ms, () => batch('abc', 'abc'))
      later(600, () => batch('abc', 'bc'))
    },
  ],
])('what a batch leaves is not given up %s', (_, run) => {
  expect(watched(run)).toEqual(['worker1 asks no more for b', 'worker1 asks no more for c'])
})
