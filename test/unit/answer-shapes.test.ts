import { expect, test } from 'vitest'
import { type Shape, shapeFault } from '../support/answer-shapes.ts'

const results = [
  { userId: 'bob', status: 'ok' },
  { userId: 'carol', status: 'failed', error: { code: 'NOT_A_FRIEND', message: 'no', retryable: false } },
]
const answer = { outcome: 'partial', requestId: 'r', counts: { ok: 1, failed: 1, unknown: 0 }, results }
const problem = {
  type: 'urn:chat-gateway:error:NOT_A_FRIEND',
  title: 'The two are not friends',
  status: 409,
  detail: 'no',
  code: 'NOT_A_FRIEND',
  retryable: false,
  requestId: 'r',
}
const job = { jobId: 'j', operation: 'friends.update', createdAt: '2026-01-01T00:00:00Z' }
const ended = { ...job, state: 'completed', finishedAt: '2026-01-01T00:00:01Z', answer: { status: 207, body: answer } }
const response = { id: 'a', status: 207, headers: { 'x-request-id': 'r' }, body: answer }

test.each<[Shape, object]>([
  ['answer', answer],
  ['problem', problem],
  ['accepted', { ...job, state: 'queued' }],
  ['job', { ...job, state: 'running' }],
  ['job', ended],
  ['batch', { requestId: 'r', responses: [response, { ...response, status: 409, body: problem }] }],
  ['result', { jobId: 'j', job: '/v1/jobs/j', operation: 'friends.update', app: 'a', answer: ended.answer }],
  ['result', { operation: 'request', eventId: 'e', answer: { status: 404, body: problem } }],
])('a promised %s is one', (shape, body) => {
  expect(shapeFault(shape, body)).toBeUndefined()
})

test.each<[Shape, string, object]>([
  ['answer', 'with a member that nobody promised', { ...answer, code: 'NOT_A_FRIEND' }],
  ['answer', 'that failed', { ...answer, outcome: 'failed' }],
  ['answer', 'whose failed item says no why', { ...answer, results: [{ userId: 'bob', status: 'failed' }] }],
  ['answer', 'whose good item has an error', { ...answer, results: [{ ...results[1], status: 'ok' }] }],
  ['problem', 'without its code', { ...problem, code: undefined }],
  ['problem', 'that is ok', { ...problem, outcome: 'ok' }],
  ['job', 'that ended without an answer', { ...ended, answer: undefined }],
  ['job', 'that runs and has an answer', { ...ended, state: 'running' }],
  ['batch', 'whose response has no body', { requestId: 'r', responses: [{ ...response, body: undefined }] }],
  ['result', 'without an answer', { operation: 'friends.update' }],
])('an answer of the kind %s %s is refused', (shape, _, body) => {
  expect(shapeFault(shape, JSON.parse(JSON.stringify(body)))).toBeDefined()
})
