import { describe, expect, test } from 'vitest'
import { Progress, type RepeatRules } from '../../../lib/upstream/progress.ts'
import type { Reading } from '../../../lib/upstream/reply.ts'
import type { Verdict } from '../../../lib/upstream/verdict.ts'
import { entries, failed, foreign, items, ok, refused, unknown, whole } from '../../support/readings.ts'

describe('an unproved entry of a call that may be repeated for a while', () => {
  /** What the next attempt would carry, and whether it is too late for one, so long after the first began. */
  function standsAt(ms: number, reading: Reading) {
    let now = 1000
    const progress = new Progress(entries, { isRead: false, isRepeated: false, repeatFor: 900 }, () => now)
    progress.begin()
    progress.record(progress.open(), reading)
    now += ms
    return { open: progress.open().map(({ id }) => id), isTooLate: progress.isTooLate() }
  }

  test('is sent again within that time from its first attempt’s start, and not after it', () => {
    expect(standsAt(899, items(ok, unknown))).toEqual({ open: ['b'], isTooLate: false })
    expect(standsAt(900, items(ok, unknown))).toEqual({ open: [], isTooLate: true })
  })

  test('is not sent again where there is no such time, however the clock is set', () => {
    let now = 1000
    const progress = new Progress(entries, { isRead: false, isRepeated: false, repeatFor: 0 }, () => now)
    progress.begin()
    progress.record(progress.open(), items(ok, unknown))
    now -= 500
    expect([progress.open(), progress.isTooLate()]).toEqual([[], true])
  })

  test('counts from an attempt of ours that was broken off, and then keeps even the first one back', () => {
    const standing = (now: number, begunAt: number | undefined) => {
      const rules = { isRead: false, isRepeated: true, isResumed: true, repeatFor: 900, begunAt }
      const progress = new Progress(entries, rules, () => now)
      const isTooLate = progress.isTooLate()
      progress.begin()
      progress.record(progress.open(), items(ok, failed('backoff')))
      return [isTooLate, progress.open().length]
    }
    expect(standing(1899, 1000)).toEqual([false, 1])
    expect(standing(1900, 1000)).toEqual([true, 0])
    // A clock that was set back says nothing of how long ago it was.
    expect(standing(999, 1000)).toEqual([true, 0])
  })

  test('says why it is in doubt, and not that its time was over before it could go out again', () => {
    const codeAfter = (ms: number) => {
      let now = 1000
      const progress = new Progress(entries, { isRead: false, isRepeated: false, repeatFor: 900 }, () => now)
      progress.begin()
      progress.record(progress.open(), items(ok, unknown))
      now += ms
      const late: Verdict = { status: 'failed', fault: { code: 'DEADLINE_EXCEEDED', retry: 'caller' } }
      progress.record([entries[1]!], whole(late))
      return progress.verdicts().get('b')
    }
    expect(codeAfter(900)).toEqual(unknown)
    expect(codeAfter(899)).toMatchObject({ status: 'unknown', fault: { code: 'DEADLINE_EXCEEDED' } })
  })

  test('which is no limit for what was refused without effect', () => {
    expect(standsAt(900, items(ok, failed('backoff')))).toEqual({ open: ['b'], isTooLate: false })
  })
})

describe('after an attempt of unknown effect of what may be repeated for a while', () => {
  const forAWhile = { repeatFor: 900 }
  const interrupted: Verdict = { status: 'unknown', fault: { code: 'INTERRUPTED', retry: 'no' } }
  const verdictsAfter = (readings: readonly Reading[], rules: Partial<RepeatRules>) => {
    const progress = new Progress(entries, { isRead: false, isRepeated: false, ...rules }, () => 0)
    for (const reading of readings) {
      progress.begin()
      progress.record(progress.open(), reading)
    }
    return [...progress.verdicts().values()]
  }

  test.each<[string, Reading]>([
    ['of the item', items(ok, refused)],
    ['of the call', whole(refused)],
    ['of an account of another app', items(ok, foreign)],
  ])('a final refusal %s says nothing: the item is told as it was in doubt', (_, refusal) => {
    expect(verdictsAfter([items(ok, unknown), refusal], forAWhile)).toEqual([ok, unknown])
  })

  test('of which a passing refusal came in between, a final one says no more', () => {
    expect(verdictsAfter([items(ok, unknown), items(ok, failed('backoff')), items(ok, refused)], forAWhile)).toEqual([
      ok,
      unknown,
    ])
  })

  test('a final refusal of what was never in doubt is one', () => {
    expect(verdictsAfter([items(ok, failed('backoff')), items(ok, refused)], forAWhile)).toEqual([ok, refused])
  })

  test('that was broken off, a final refusal tells that it was interrupted', () => {
    const resumed = { ...forAWhile, isRepeated: true, isResumed: true, begunAt: 0 }
    expect(verdictsAfter([items(ok, refused)], resumed)).toEqual([ok, interrupted])
    expect(verdictsAfter([items(ok, refused)], { isRepeated: true, isResumed: true })).toEqual([ok, refused])
  })
})
