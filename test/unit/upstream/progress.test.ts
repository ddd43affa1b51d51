import { describe, expect, test } from 'vitest'
import { Progress, type RepeatRules } from '../../../lib/upstream/progress.ts'
import type { Reading } from '../../../lib/upstream/reply.ts'
import { isFault, type Verdict } from '../../../lib/upstream/verdict.ts'
import {
  entries,
  failed,
  foreign,
  items,
  notServed,
  ok,
  refused,
  refusedByUs,
  unknown,
  whole,
} from '../../support/readings.ts'

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
