import { describe, expect, test } from 'vitest'
import { pack } from '../../lib/triggers/results/event-bus.ts'
import { resultEvent } from '../../lib/triggers/results/result-event.ts'
import { shapeFault } from '../support/answer-shapes.ts'

const event = (bytes: number) => ({ detailType: 'chat.friends.update.completed', detail: 'x'.repeat(bytes) })

describe('results are packed', () => {
  test('ten a request', () => {
    expect(pack(Array.from({ length: 21 }, () => event(10))).map(({ length }) => length)).toEqual([10, 10, 1])
  })

  test('by their bytes, as they are in UTF-8', () => {
    expect(pack([event(100_000), event(100_000), event(100_000)]).map(({ length }) => length)).toEqual([2, 1])
    const wide = { ...event(0), detail: '界'.repeat(50_000) }
    expect(pack([wide, wide]).map(({ length }) => length)).toEqual([1, 1])
  })

  test('and not at all where there are none', () => {
    expect(pack([])).toEqual([])
  })
})

describe('a result', () => {
  const answer = (status: number, body: object) => ({ status, body })

  test.each([
    ['ok', 'completed'],
    ['partial', 'completed'],
    ['failed', 'failed'],
    ['unknown', 'failed'],
  ])('of outcome %s is %s', (outcome, end) => {
    const { detailType } = resultEvent({ operation: 'friends.add', answer: answer(200, { outcome }) }, '')
    expect(detailType).toBe(`chat.friends.add.${end}`)
  })

  test('that is too large for all its faults keeps the first 20, and counts the others', () => {
    const errors = Array.from({ length: 1000 }, (_, index) => ({ pointer: `/${index}`, message: 'm'.repeat(300) }))
    const body = { requestId: 'r', code: 'INVALID_REQUEST', errors, errorsOmitted: 9 }
    const { detail } = resultEvent({ operation: 'friends.update', answer: { status: 400, body } }, '')
    expect(JSON.parse(detail).answer.body).toEqual({ ...body, errors: errors.slice(0, 20), errorsOmitted: 989 })
  })

  test('that is too large still tells whose account is missing, bare or not', () => {
    const results = Array.from({ length: 5000 }, (_, index) => ({ userId: `user-${index}`, note: 'x'.repeat(60) }))
    const kept = { outcome: 'failed', requestId: 'r', code: 'ACCOUNT_NOT_FOUND', subject: 'account' }
    const told = resultEvent({ operation: 'friends.add', answer: answer(404, { ...kept, results }) }, '')
    for (const detail of [told.detail, told.bare]) {
      expect(shapeFault('result', JSON.parse(detail))).toBeUndefined()
      expect(JSON.parse(detail).answer.body).toEqual({ ...kept, omitted: ['results'] })
    }
  })

  test('that is too large keeps the counts and the job, and says what is missing', () => {
    const results = Array.from({ length: 5000 }, (_, index) => ({
      userId: `user-${index}`,
      status: 'ok',
      note: 'x'.repeat(40),
    }))
    const counts = { ok: 5000, failed: 0, unknown: 0 }
    const body = { outcome: 'ok', requestId: 'r', counts, results }
    const job = { jobId: 'j', path: '/v1/jobs/j', group: 'g' }
    const { detail } = resultEvent(
      { operation: 'friends.add', app: 'a', job, cause: 'e', answer: answer(200, body) },
      '',
    )
    expect(JSON.parse(detail)).toEqual({
      jobId: 'j',
      job: '/v1/jobs/j',
      operation: 'friends.add',
      app: 'a',
      eventId: 'e',
      answer: { status: 200, body: { outcome: 'ok', requestId: 'r', counts, omitted: ['results'] } },
    })
  })
})
