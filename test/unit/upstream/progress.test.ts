import { describe, expect, test } from 'vitest'
import type { RetryClass } from '../../../lib/errors/upstream-codes.ts'
import { Progress } from '../../../lib/upstream/progress.ts'
import type { Reading, Verdict } from '../../../lib/upstream/reply.ts'

const entries = ['a', 'b'].map((id) => ({ id, json: `"${id}"` }))
const ok: Verdict = { status: 'ok' }
const failed = (retry: RetryClass): Verdict => ({ status: 'failed', fault: { code: 'UPSTREAM_INTERNAL', retry } })
const unknown: Verdict = { status: 'unknown', fault: { code: 'UPSTREAM_TIMEOUT', retry: 'backoff' } }
const items = (a: Verdict, b: Verdict): Reading => ({
  kind: 'items',
  strangers: 0,
  verdicts: new Map([
    ['a', a],
    ['b', b],
  ]),
})
const whole = (verdict: Verdict): Reading => ({ kind: 'whole', verdict })

/** Runs the readings as attempts and tells which ids the next one would carry, and where things stand. */
function play(readings: readonly Reading[], repeatable = true) {
  const progress = new Progress(entries, repeatable)
  for (const reading of readings) progress.record(progress.open(), reading)
  const status = [...progress.verdicts().values()].map((verdict) => verdict.status)
  return { open: progress.open().map(({ id }) => id), status }
}

test('the first attempt carries everything', () => {
  expect(play([]).open).toEqual(['a', 'b'])
})

describe('only what is worth it is sent again', () => {
  test.each<[string, Verdict, string[]]>([
    ['done', ok, []],
    ['finally refused', failed('no'), []],
    ['the caller’s to repeat', failed('caller'), []],
    ['refused for its credentials', failed('resign'), []],
    ['refused for a passing reason', failed('backoff'), ['b']],
    ['in conflict', failed('conflict'), ['b']],
    ['over the quota', failed('throttle'), ['b']],
    ['unproved', unknown, ['b']],
  ])('an entry that is %s', (_, verdict, open) => {
    expect(play([items(ok, verdict)]).open).toEqual(open)
  })

  test('once, where a second try is all that makes sense', () => {
    expect(play([whole(failed('once'))]).open).toEqual(['a', 'b'])
    expect(play([whole(failed('once')), whole(failed('once'))]).open).toEqual([])
  })

  test('an unproved entry of a call that must not be repeated stays as it is', () => {
    expect(play([items(ok, unknown)], false)).toEqual({ open: [], status: ['ok', 'unknown'] })
  })
})

describe('after an attempt of unknown effect', () => {
  test.each<[string, Verdict, string]>([
    ['proof that it is done settles it', ok, 'ok'],
    ['a final refusal settles it', failed('no'), 'failed'],
    ['a passing refusal says nothing', failed('backoff'), 'unknown'],
    ['no time to ask again says nothing', failed('caller'), 'unknown'],
    ['refused credentials say nothing', failed('resign'), 'unknown'],
  ])('%s', (_, verdict, status) => {
    expect(play([items(ok, unknown), items(ok, verdict)]).status).toEqual(['ok', status])
  })
})
