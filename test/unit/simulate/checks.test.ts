import { describe, expect, test } from 'vitest'
import type { Asked } from '../../campaigns/simulate/asked.ts'
import { type Answer, faultOfAnswer, type Status } from '../../campaigns/simulate/check/answers.ts'
import { type Attempt, WHOLE } from '../../campaigns/simulate/check/attempt.ts'
import { JobOrder } from '../../campaigns/simulate/check/job-order.ts'
import { judgeAnswer, judgeJob, type Meaning } from '../../campaigns/simulate/check/verdicts.ts'
import { OpenMarks, SlidingCount } from '../../campaigns/simulate/check/windows.ts'

const MARK = 7
const update: Meaning = { isRead: false, isForAWhile: false, alreadyDone: undefined, pending: 30539 }
const add: Meaning = { ...update, alreadyDone: 'ALREADY_FRIEND' }

const asked = (ids: readonly string[], body: object = {}): Asked => {
  const attempts: Attempt[] = []
  return {
    mark: MARK,
    operation: 'friends.update',
    body: { app: 'a', userId: 'u', ...body },
    ids,
    startedAt: 0,
    attempts,
  }
}

/** A call for the item p: the code Chat gave in truth (nothing where it was not carried out), and whether its sender could read it. */
const call = (code: number | undefined, isRead = true, mark = MARK): Attempt => ({
  command: 'friend_update',
  isRead: false,
  app: 'a',
  account: 'u',
  ids: ['p'],
  marks: new Map([['p', [{ field: 'remark', mark }]]]),
  codes: new Map(code === undefined ? [] : [['p', code]]),
  doubtful: new Set(isRead ? [] : ['p']),
  isOver: true,
})

const error = { code: 'SOME', retryable: false }
const answer = (...said: readonly (readonly [string, Status])[]): Answer => {
  const results = said.map(([userId, status]) => ({ userId, status, ...(status !== 'ok' && { error }) }))
  const counts = { ok: 0, failed: 0, unknown: 0 }
  for (const [, status] of said) if (status !== 'pending') counts[status]++
  const status = counts.ok === said.length ? 200 : counts.ok > 0 ? 207 : 502
  return { status, body: { outcome: 'any', counts, results, ...(status > 299 && { code: 'SOME' }) } }
}

describe('an answer by itself', () => {
  const good = answer(['p', 'ok'], ['q', 'failed'])

  test('is right with one verdict per item, in order', () => {
    expect(faultOfAnswer(asked(['p', 'q']), good)).toBeUndefined()
    expect(faultOfAnswer(asked([WHOLE]), { status: 200, body: { outcome: 'ok', results: [] } })).toBeUndefined()
    expect(faultOfAnswer(asked(['p']), { status: 503, body: { code: 'STATE_UNAVAILABLE' } })).toBeUndefined()
  })

  test.each<[string, readonly string[], Answer]>([
    ['an item left out', ['p', 'q', 'r'], good],
    ['an item told twice', ['p'], answer(['p', 'ok'], ['p', 'ok'])],
    ['items out of order', ['q', 'p'], good],
    ['200 though one failed', ['p', 'q'], { ...good, status: 200 }],
    ['207 though none is ok', ['p'], { ...answer(['p', 'failed']), status: 207 }],
    ['wrong counts', ['p', 'q'], { ...good, body: { ...good.body, counts: { ok: 2, failed: 0, unknown: 0 } } }],
    ['a failure without an error', ['p'], { status: 502, body: { results: [{ userId: 'p', status: 'failed' }] } }],
    ['a problem without a code', ['p'], { status: 500, body: {} }],
    ['nothing said of items', ['p'], { status: 200, body: { outcome: 'ok' } }],
  ])('is wrong with %s', (_, ids, told) => {
    expect(faultOfAnswer(asked(ids), told)).toBeDefined()
  })
})

describe('a verdict against the truth', () => {
  const liesOf = (said: Status, attempts: readonly Attempt[], meaning = update, body: object = {}) =>
    judgeAnswer(asked(['p'], body), answer(['p', said]), attempts, meaning).lies.length

  test.each<[string, Status, readonly Attempt[]]>([
    ['ok that took effect', 'ok', [call(0)]],
    ['ok of which an earlier call was lost', 'ok', [call(undefined, false), call(0)]],
    ['failed that was refused', 'failed', [call(30003)]],
    ['failed that was never sent', 'failed', []],
    ['unknown of which the reply was lost', 'unknown', [call(0, false)]],
    ['unknown that never arrived', 'unknown', [call(undefined, false)]],
    ['pending that was asked', 'pending', [call(30539)]],
  ])('is true: %s', (_, said, attempts) => {
    expect(liesOf(said, attempts)).toBe(0)
  })

  test.each<[string, Status, readonly Attempt[]]>([
    ['ok for a lost reply', 'ok', [call(undefined, false)]],
    ['ok for a refusal', 'ok', [call(30001)]],
    ['ok with nothing sent', 'ok', []],
    ['failed that took effect', 'failed', [call(0, false)]],
    ['failed that succeeded', 'failed', [call(0)]],
    ['unknown that was proved', 'unknown', [call(undefined, false), call(0)]],
    ['unknown with nothing in doubt', 'unknown', [call(30006)]],
    ['pending that nobody was asked', 'pending', [call(30003)]],
  ])('is a lie: %s', (_, said, attempts) => {
    expect(liesOf(said, attempts)).toBe(1)
  })

  test('"already done" is ok only after a doubt, and only where the operation says so', () => {
    expect(liesOf('ok', [call(0, false), call(30001)], add)).toBe(0)
    expect(liesOf('ok', [call(30001)], add, { repeated: true })).toBe(0)
    expect(liesOf('ok', [call(30001)], add)).toBe(1)
    expect(liesOf('ok', [call(undefined, false), call(30001)], update)).toBe(1)
  })

  describe('of a request whose key was left behind by a broken-off one', () => {
    const liesAfter = (leftBehind: Attempt[], said: Status, attempts: readonly Attempt[], code = 'SOME') => {
      const results = [{ userId: 'p', status: said, ...(said !== 'ok' && { error: { code, retryable: false } }) }]
      const told = { status: 409, body: { code, results } }
      return judgeAnswer({ ...asked(['p']), leftBehind }, told, attempts, add).lies.length
    }

    test.each<[string, Attempt[], Status, readonly Attempt[]]>([
      ['ok that the first had done', [call(0)], 'ok', [call(30001)]],
      ['ok that was as wished, whoever did it', [], 'ok', [call(30001)]],
      ['unknown with nothing sent again', [call(0)], 'unknown', []],
      ['failed at both', [call(30003)], 'failed', [call(30003)]],
    ])('is true: %s', (_, left, said, attempts) => {
      expect(liesAfter(left, said, attempts)).toBe(0)
    })

    test('is a lie: a refusal that speaks of the work of the first', () => {
      expect(liesAfter([call(0)], 'failed', [call(30001)], 'ALREADY_FRIEND')).toBe(1)
    })

    test('is a lie: ok with nothing sent and nothing done', () => {
      expect(liesAfter([call(30003)], 'ok', [])).toBe(1)
    })
  })

  test('what others have undone before it was sent again is counted apart', () => {
    const judged = judgeAnswer(asked(['p']), answer(['p', 'failed']), [call(0, false), call(30001)], update)
    expect(judged).toEqual({ lies: [], undone: 1 })
  })

  test('but a message is never undone: that it has failed is a lie, however its repeat was refused', () => {
    const send = { ...update, isForAWhile: true }
    expect(liesOf('failed', [call(0, false), call(20003)], send)).toBe(1)
    expect(liesOf('unknown', [call(0, false), call(20003)], send)).toBe(0)
  })
})

describe('a job against the truth', () => {
  const liesOf = (said: Status, attempts: Attempt[], more: object = {}, carriesMarks = true, meaning = update) => {
    const told = answer(['p', said])
    const [result] = told.body.results as object[]
    const results = [{ ...result, ...more }]
    const job = { ...asked(['p']), attempts }
    return judgeJob(job, { ...told, body: { ...told.body, results } }, meaning, carriesMarks).lies.length
  }

  test('is ok by its own value, or by the one that overtook it', () => {
    expect(liesOf('ok', [call(0)])).toBe(0)
    expect(liesOf('ok', [call(0, true, MARK + 1)])).toBe(1)
    expect(liesOf('ok', [call(0, true, MARK + 1)], { superseded: true })).toBe(0)
    expect(liesOf('ok', [], { superseded: true })).toBe(1)
  })

  test('has not failed where its value was written', () => {
    expect(liesOf('failed', [call(0)])).toBe(1)
    expect(liesOf('failed', [call(0, true, MARK + 1)])).toBe(0)
    expect(liesOf('failed', [call(0)], {}, false)).toBe(1)
  })

  test('is ok by the refusal that it was done already, whatever came of another job behind it', () => {
    const [its, another] = [call(30010), call(30010, false)]
    expect(liesOf('ok', [its, another], {}, false, add)).toBe(0)
    expect(liesOf('ok', [another], {}, false, add)).toBe(1)
  })
})

describe('order, openness and rates', () => {
  test('a job accepted before another was asked for is not written once that one has ended', () => {
    const order = new JobOrder()
    const old = { mark: 1, startedAt: 0, acceptedAt: 10 }
    const young = { mark: 2, startedAt: 20, acceptedAt: 30 }
    expect(order.written('place', old)).toBeUndefined()
    expect(order.written('place', young)).toBeUndefined()
    expect(order.written('place', old)).toBeUndefined()
    order.ended(young, [])
    expect(order.written('place', old)).toBe(young)
    expect(order.written('elsewhere', old)).toBeUndefined()
  })

  test('nor does it stand there when that one ends, unless something else was written since', () => {
    const order = new JobOrder()
    const old = { mark: 1, startedAt: 0, acceptedAt: 10 }
    const young = { mark: 2, startedAt: 20, acceptedAt: 30 }
    order.written('place', young)
    order.written('place', old)
    expect(order.ended(young, ['elsewhere'])).toBeUndefined()
    expect(order.ended(young, ['place'])).toBe(old)
    order.overwritten('place')
    expect(order.ended(young, ['place'])).toBeUndefined()
  })

  test('jobs asked for at the same time may be written in any order', () => {
    const order = new JobOrder()
    const other = { mark: 2, startedAt: 5, acceptedAt: 8 }
    order.written('place', other)
    order.ended(other, [])
    expect(order.written('place', { mark: 1, startedAt: 0, acceptedAt: 10 })).toBeUndefined()
    expect(order.written('place', { mark: 3, startedAt: 0 })).toBeUndefined()
  })

  test('a mark is open as often as it was opened', () => {
    const marks = new OpenMarks()
    marks.open(1)
    marks.open(1)
    marks.close(1)
    expect(marks.isOpen(1)).toBe(true)
    marks.close(1)
    expect(marks.isOpen(1)).toBe(false)
  })

  test('a second holds what came within it, by key', () => {
    const count = new SlidingCount(1000)
    expect([0, 500, 999].map((now) => count.add('lane', now))).toEqual([1, 2, 3])
    expect(count.add('lane', 1000)).toBe(3)
    expect(count.add('other', 1000)).toBe(1)
  })
})
