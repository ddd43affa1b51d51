import { describe, expect, test } from 'vitest'
import type { RetryClass } from '../../../lib/errors/upstream-codes.ts'
import { Progress, type RepeatRules } from '../../../lib/upstream/progress.ts'
import type { Reading } from '../../../lib/upstream/reply.ts'
import { isFault, type Verdict } from '../../../lib/upstream/verdict.ts'

const entries = ['a', 'b'].map((id) => ({ id, json: `"${id}"` }))
const ok: Verdict = { status: 'ok' }
const upstream = { code: 30001, info: '' }
const failed = (retry: RetryClass): Verdict => ({
  status: 'failed',
  fault: { code: 'UPSTREAM_INTERNAL', retry, upstream },
})
const refused: Verdict = { status: 'failed', fault: { code: 'NOT_A_FRIEND', retry: 'no', upstream } }
const foreign: Verdict = {
  status: 'failed',
  fault: { code: 'APP_MISMATCH', retry: 'no', upstream: { code: 30002, info: '' }, isNeverDone: true },
}
const notServed: Verdict = { status: 'failed', fault: { code: 'APP_UNAVAILABLE', retry: 'no', upstream } }
const refusedByUs: Verdict = { status: 'failed', fault: { code: 'UNKNOWN_APP', retry: 'no' } }
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
function play(readings: readonly Reading[], rules: Partial<RepeatRules> = {}) {
  const progress = new Progress(entries, { isRead: false, isRepeated: false, ...rules }, () => 0)
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
    expect(play([items(ok, unknown)], { repeatFor: 0 })).toEqual({ open: [], status: ['ok', 'unknown'] })
  })
})

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

describe('after an attempt of unknown effect', () => {
  test.each<[string, Verdict, string]>([
    ['proof that it is done settles it', ok, 'ok'],
    ['a final refusal of the item settles it', refused, 'failed'],
    ['an account of another app settles it', foreign, 'failed'],
    ['an app that is not served now says nothing', notServed, 'unknown'],
    ['a number that nobody knows says nothing', failed('no'), 'unknown'],
    ['a passing refusal says nothing', failed('backoff'), 'unknown'],
    ['no time to ask again says nothing', failed('caller'), 'unknown'],
    ['refused credentials say nothing', failed('resign'), 'unknown'],
    ['held credentials say nothing', failed('hold'), 'unknown'],
    ['a refusal of our own says nothing', refusedByUs, 'unknown'],
  ])('%s', (_, verdict, status) => {
    expect(play([items(ok, unknown), items(ok, verdict)]).status).toEqual(['ok', status])
  })

  test('a final refusal tells that it comes after one', () => {
    const progress = new Progress(entries, { isRead: false, isRepeated: false }, () => 0)
    for (const reading of [items(refused, unknown), items(ok, refused)]) progress.record(progress.open(), reading)
    const marks = [...progress.verdicts().values()].map((verdict) => isFault(verdict) && verdict.fault.isAfterDoubt)
    expect(marks).toEqual([undefined, true])
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

describe('a repeat of an earlier request', () => {
  const done: Verdict = { status: 'failed', fault: { code: 'NOT_A_FRIEND', retry: 'no', mayBeDone: true } }
  const rules = { isRepeated: true, done: ['NOT_A_FRIEND'] } as const

  test('takes the refusal that says so for its own work done', () => {
    expect(play([items(done, refused)], rules).status).toEqual(['ok', 'failed'])
  })

  test('takes no other operation’s sign for it', () => {
    expect(play([items(done, ok)], { isRepeated: true }).status).toEqual(['failed', 'ok'])
  })

  test('takes no other refusal of that code for it', () => {
    expect(play([items(done, refused)], rules).status).toEqual(['ok', 'failed'])
  })

  test('is failed where its app is unknown: there is nothing to ask again', () => {
    expect(play([items(refusedByUs, refused)], rules).status).toEqual(['failed', 'failed'])
  })

  test('of ours is unknown where its app is unknown by now, which says nothing of what was sent', () => {
    expect(play([items(refusedByUs, refused)], { ...rules, isResumed: true }).status).toEqual(['unknown', 'failed'])
  })

  test('is unknown where the app is not served now, which says nothing of the earlier one', () => {
    expect(play([items(ok, notServed)], rules).status).toEqual(['ok', 'unknown'])
  })

  test('is unknown where nothing new is learnt', () => {
    expect(play([items(ok, failed('backoff'))], rules).status).toEqual(['ok', 'unknown'])
  })

  test('is sent again by us even where the caller alone may repeat an unproved one', () => {
    expect(play([items(ok, failed('backoff'))], { ...rules, repeatFor: 0 }).open).toEqual(['b'])
  })

  test('takes no attempt of unknown effect for it', () => {
    const unproved: Verdict = { ...done, status: 'unknown' } as Verdict
    expect(play([items(unproved, ok)], { ...rules, repeatFor: 0 }).status).toEqual(['unknown', 'ok'])
  })

  test('of nobody is a refusal like any other', () => {
    expect(play([items(done, ok)], { done: ['NOT_A_FRIEND'] }).status).toEqual(['failed', 'ok'])
  })

  test('by ourselves counts as one', () => {
    expect(play([items(unknown, ok), items(done, ok)], { done: ['NOT_A_FRIEND'] }).status).toEqual(['ok', 'ok'])
  })
})

describe('a call on its way', () => {
  const begun = () => new Progress(entries, { isRead: false, isRepeated: false }, () => 0)

  test('has nothing to wait for before its first attempt, and then what its open entries wait for', () => {
    const progress = begun()
    expect(progress.openClasses()).toEqual([])
    progress.record(entries, items(failed('conflict'), failed('no')))
    expect(progress.openClasses()).toEqual(['conflict'])
  })

  test.each<[string, Verdict, boolean]>([
    ['one entry is done', ok, true],
    ['one waits for consent', { status: 'pending' }, true],
    ['all are refused', failed('no'), false],
    ['none is proved', unknown, false],
  ])('where %s', (_, verdict, isDone) => {
    const progress = begun()
    expect(progress.isAnythingDone()).toBe(false)
    progress.record(entries, items(failed('no'), verdict))
    expect(progress.isAnythingDone()).toBe(isDone)
  })

  test('learns nothing of an entry that a reading leaves out, nor of one that is none of its own', () => {
    const progress = begun()
    const stranger = { id: 'z', json: '"z"' }
    progress.record([...entries, stranger], {
      kind: 'items',
      strangers: 0,
      verdicts: new Map([
        ['a', ok],
        ['z', ok],
      ]),
    })
    expect([...progress.verdicts()]).toEqual([['a', ok]])
    expect(progress.open()).toEqual([entries[1]])
  })
})

test('a read is never unknown: it has no effect that could be', () => {
  expect(play([items(ok, unknown)], { isRead: true })).toEqual({ open: ['b'], status: ['ok', 'failed'] })
  expect(play([items(ok, unknown), items(ok, failed('no'))], { isRead: true }).status).toEqual(['ok', 'failed'])
})
