import { describe, expect, test } from 'vitest'
import { encode } from '../../lib/triggers/http/encode.ts'

const LIMIT = 5 * 1024 * 1024
const results = (count: number, message: string, info = '') =>
  Array.from({ length: count }, (_, index) => ({
    userId: `user${index}`,
    status: 'failed',
    error: { code: 'NOT_A_FRIEND', message, retryable: false, upstream: { code: 30001, info } },
  }))
const asker = { requestId: 'the-id', base: '', isHead: false }
const write = (body: object) => {
  const { body: text = '' } = encode({ status: 207, headers: {}, body }, asker, '')
  return { bytes: Buffer.byteLength(text), json: JSON.parse(text) }
}

test('an answer that fits is left alone', () => {
  const body = { results: results(10, 'm'), retry: {} }
  expect(write(body).json).toEqual(body)
})

describe('an answer over 5 MiB', () => {
  test('leaves out the messages first', () => {
    const { bytes, json } = write({ results: results(10_000, 'm'.repeat(600)), retry: { friends: [] } })
    expect(bytes).toBeLessThan(LIMIT)
    expect(json).toMatchObject({ omitted: ['message'], retry: { friends: [] } })
    expect(json.results[9999].error).toEqual({
      code: 'NOT_A_FRIEND',
      retryable: false,
      upstream: { code: 30001, info: '' },
    })
  })

  test('then the retry body', () => {
    const { bytes, json } = write({ results: results(10_000, 'm'), retry: { friends: 'x'.repeat(LIMIT) } })
    expect(bytes).toBeLessThan(LIMIT)
    expect(json.omitted).toEqual(['message', 'retry'])
    expect(json).not.toHaveProperty('retry')
  })

  test('then what the upstream said, and never a verdict', () => {
    const { bytes, json } = write({ results: results(10_000, 'm', '\u0001'.repeat(200)) })
    expect(bytes).toBeLessThan(LIMIT)
    expect(json.omitted).toEqual(['message', 'retry', 'upstream'])
    expect(json.results).toHaveLength(10_000)
    expect(json.results[9999]).toEqual({
      userId: 'user9999',
      status: 'failed',
      error: { code: 'NOT_A_FRIEND', retryable: false },
    })
  })

  test('of a job leaves them out of the answer in it', () => {
    const job = {
      jobId: 'j',
      state: 'failed',
      answer: { status: 404, body: { results: results(10_000, 'm'.repeat(600)) } },
    }
    const { bytes, json } = write(job)
    expect(bytes).toBeLessThan(LIMIT)
    expect(json).toMatchObject({ jobId: 'j', answer: { status: 404, body: { omitted: ['message'] } } })
    expect(json.answer.body.results).toHaveLength(10_000)
  })

  test('of a batch leaves them out of every entry', () => {
    const entry = (id: string) => ({ id, status: 207, headers: {}, body: { results: results(5000, 'm'.repeat(600)) } })
    const { bytes, json } = write({
      requestId: 'r',
      responses: [entry('a'), { id: 'b', body: { code: 'NOT_FOUND' } }, entry('c')],
    })
    expect(bytes).toBeLessThan(LIMIT)
    expect(json.responses.map(({ body }: { body: { omitted?: unknown } }) => body.omitted)).toEqual([
      ['message'],
      undefined,
      ['message'],
    ])
  })
})

test('every answer carries its request id and is not to be cached', () => {
  const { headers, statusCode } = encode({ status: 404, headers: { allow: 'GET' }, body: {} }, asker, '')
  expect([statusCode, headers]).toEqual([404, { allow: 'GET', 'x-request-id': 'the-id', 'cache-control': 'no-store' }])
})

describe('places that are wrong', () => {
  const problem = (length: number, errorsOmitted?: number) => ({
    code: 'INVALID_REQUEST',
    errors: Array.from({ length }, (_, index) => ({ pointer: `/friends/${index}`, message: 'm'.repeat(200) })),
    ...(errorsOmitted !== undefined && { errorsOmitted }),
  })

  test('are all told where they fit', () => {
    const { json } = write({ responses: [{ id: 'a', body: problem(1000, 7) }] })
    expect(json.responses[0].body).toEqual(problem(1000, 7))
  })

  test('of a batch that is too large the first 20 of each entry are, and the others counted', () => {
    const bodies = Array.from({ length: 100 }, (_, index) => problem(1000, index))
    const { bytes, json } = write({ responses: [...bodies, problem(3)].map((body) => ({ body })) })
    expect(bytes).toBeLessThan(LIMIT)
    for (const [index, { body }] of json.responses.slice(0, 100).entries()) {
      expect(body).toEqual({ ...problem(20), errorsOmitted: 980 + index })
    }
    expect(json.responses[100].body).toEqual(problem(3))
  })
})

test('a problem leads to its code where there is such a page; what is none, and one without a page, is left alone', () => {
  const problem = { type: 'urn:chat-gateway:error:NOT_FOUND', title: 't', status: 404, code: 'NOT_FOUND' }
  const docs = 'https://docs.example.com/codes#not_found'
  const written = (body: object, url: string) =>
    JSON.parse(encode({ status: 404, headers: {}, body }, asker, url).body ?? '')
  const page = 'https://docs.example.com/codes'
  expect(written(problem, page)).toEqual({ ...problem, docs })
  expect(written(problem, '')).toEqual(problem)
  expect(written({ code: 'NOT_FOUND', type: 'image' }, page)).not.toHaveProperty('docs')
  expect(written({ outcome: 'ok', results: [] }, page)).toEqual({ outcome: 'ok', results: [] })
  expect(written({ responses: [{ body: problem }] }, page)).toEqual({ responses: [{ body: { ...problem, docs } }] })
  expect(written({ state: 'failed', answer: { body: problem } }, page).answer.body).toEqual({ ...problem, docs })
})
