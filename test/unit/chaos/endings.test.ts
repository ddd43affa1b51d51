import { describe, expect, test } from 'vitest'
import { checkDeadlines, checkEndings, checkShapes } from '../../campaigns/chaos/endings.ts'
import type { Story, Told } from '../../campaigns/chaos/history.ts'
import { answer, story } from './stories.ts'

const accepted: Told = { at: 120, by: 'answer', status: 202, body: { jobId: 'j' } }
const result = (status: 'ok' | 'failed') => answer(status, 200, { by: 'event' })
const job = (...told: Told[]): Story => ({ ...story('a', told, { way: 'later' }), jobId: 'j' })

describe('endings', () => {
  const rulesOf = (one: Story, ...letters: object[]) => checkEndings([one], letters).map(({ rule }) => rule)

  test('a job that was done needs its result, and no letter', () => {
    expect(rulesOf(job(accepted, result('ok')))).toEqual([])
    expect(rulesOf(job(accepted))).toEqual(['no ending'])
  })
  test('a job that was not done needs a letter too', () => {
    expect(rulesOf(job(accepted, result('failed')), { jobId: 'j', reason: 'NOT_A_FRIEND' })).toEqual([])
    expect(rulesOf(job(accepted, result('failed')))).toEqual(['dead letter'])
    expect(rulesOf(job(accepted, result('failed')), { jobId: 'another', reason: 'x' })).toEqual(['dead letter'])
  })
  test('an event may end in the letter of the platform', () => {
    const event: Story = { ...story('a', [], { way: 'event' }), eventId: 'e' }
    expect(rulesOf(event)).toEqual(['no ending'])
    const letter = { requestContext: { condition: 'RetriesExhausted' }, requestPayload: { id: 'e' } }
    expect(rulesOf(event, letter)).toEqual([])
  })
  test('a letter says why', () => {
    expect(checkEndings([], [{ jobId: 'j' }]).map(({ rule }) => rule)).toEqual(['dead letter'])
  })
})

describe('shapes', () => {
  const counts = { ok: 1, failed: 0, unknown: 0 }
  const good = { requestId: 'r', outcome: 'ok', counts, results: [{ userId: 'f0', status: 'ok' }] }
  const faults = (told: Partial<Told>) => checkShapes([story('a', [answer('ok', 200, told)])])

  test('what is promised, and what the platform says of a function that broke', () => {
    expect(faults({ body: good })).toEqual([])
    expect(faults({ status: 500, body: { message: 'Internal Server Error' } })).toEqual([])
    expect(faults({ status: 0, body: '' })).toEqual([])
  })
  test('anything else is found', () => {
    expect(faults({ body: { ...good, extra: 1 } })).toHaveLength(1)
    expect(faults({ status: 404, body: good })).toHaveLength(1)
    expect(faults({ status: 200, body: { message: 'hello' } })).toHaveLength(1)
    const around = (shape: 'job' | 'batch' | 'result', value: object) =>
      faults({ body: good, around: { shape, value } })
    expect(around('job', { jobId: 'j', state: 'completed' })).toHaveLength(1)
    const response = { id: '1', status: 200, headers: {}, body: good }
    expect(around('batch', { requestId: 'r', responses: [response] })).toEqual([])
    expect(around('batch', { responses: [response] })).toHaveLength(1)
    const told = { operation: 'friends.update', app: 'default', answer: { status: 200, body: good } }
    expect(around('result', told)).toEqual([])
    expect(around('result', { ...told, secret: 'x' })).toHaveLength(1)
  })
})

test('a key whose body is said to be another one is found, since it has only one', () => {
  const body = { requestId: 'r', code: 'IDEMPOTENCY_KEY_REUSED' }
  expect(checkShapes([story('a', [answer('failed', 200, { status: 422, body })])])).toHaveLength(1)
})

test('answers that came too late are found where the platform or the watch tells of them', () => {
  const lines = [
    'POST  /v1/friends/update  500  Sandbox.Timedout: RequestId: x Error: Task timed out after 29.00 seconds',
    '    log   {"level":"WARN","message":"chaos late answer","leftMs":12}',
    'POST  /v1/friends/update  200  ok',
  ]
  expect(checkDeadlines(lines)).toHaveLength(2)
})
