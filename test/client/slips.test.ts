/** What the compiler would have found, and what it can't find: told before anything is sent, or of the row that it is in. */
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type CallOptions,
  CredentialsError,
  type FriendsUpdateBody,
  type ManyOptions,
  type RowAnswer,
  SettingsError,
} from '../../client/src/index.ts'
import { clientOf, ok, type Seen, serve } from './served.ts'

const thrownBy = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('it was taken'),
    (error) => error,
  )

/** A gateway that does all that a batch asks for. */
function doing({ path, text }: Seen) {
  if (path !== '/v1/batch') return ok({ outcome: 'ok', requestId: 'r-1', friends: [] })
  const { requests } = JSON.parse(text) as { requests: { id: string; body: { friends: { userId: string }[] } }[] }
  const responses = requests.map(({ id, body }) => ({
    id,
    status: 200,
    headers: {},
    body: { outcome: 'ok', requestId: 'r-1', results: body.friends.map(({ userId }) => ({ userId, status: 'ok' })) },
  }))
  return ok({ requestId: 'b-1', responses })
}

async function start(settings = {}) {
  const served = await serve(doing)
  onTestFinished(served.close)
  return { ...served, client: clientOf(served, settings) }
}

const good: FriendsUpdateBody = { userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] }
const other: FriendsUpdateBody = { userId: 'alice', friends: [{ userId: 'carol', remark: 'Carol' }] }

describe('of a call', () => {
  test.each<[string, CallOptions, RegExp]>([
    ['a time below 0', { timeoutMs: -1 }, /^timeoutMs: -1 is no number/],
    ['a time that is none', { timeoutMs: Number.NaN }, /^timeoutMs: NaN is no number/],
    ['a trace of two lines', { traceparent: '00-\n' }, /^traceparent: it has characters of ASCII/],
  ])('%s is refused before anything is sent', async (_, options, told) => {
    const { client, seen } = await start()
    for (const call of [client.friends.update(good, options), client.friends.list({ userId: 'alice' }, options)]) {
      const error = await thrownBy(call)
      expect(error).toBeInstanceOf(SettingsError)
      expect([error.message, seen]).toEqual([expect.stringMatching(told), []])
    }
  })

  test('one signal for many of them is no leak to be warned of', async () => {
    const warned: Error[] = []
    const onWarning = (warning: Error) => void warned.push(warning)
    process.on('warning', onWarning)
    onTestFinished(() => void process.off('warning', onWarning))
    const { client } = await start()
    const { signal } = new AbortController()
    await Promise.all(Array.from({ length: 12 }, () => client.friends.list({ userId: 'alice' }, { signal })))
    await new Promise((resolve) => setImmediate(resolve))
    expect(warned).toEqual([])
  })
})

describe('of many rows', () => {
  async function answersOf(rows: Iterable<unknown>, options: ManyOptions = {}) {
    const { client, seen } = await start()
    const answers: RowAnswer[] = []
    for await (const answer of client.friends.update.many(rows as Iterable<FriendsUpdateBody>, options))
      answers.push(answer)
    return { answers, seen }
  }

  test.each<[string, ManyOptions, RegExp]>([
    ['an empty key', { idempotency: '' }, /^idempotency: a key has 1 to 255/],
    ['a key that no header carries', { idempotency: 'é—' }, /^idempotency: a key has 1 to 255/],
    ['a pace of nothing', { rate: 0 }, /^rate: 0 is no number/],
    ['nothing at once', { concurrency: 0 }, /^concurrency: 0 is no number/],
  ])('%s is refused before anything is sent', async (_, options, told) => {
    const error = await thrownBy(answersOf([good], options))
    expect(error).toBeInstanceOf(SettingsError)
    expect(error.message).toMatch(told)
  })

  test('a row that can be no body is told of, and keeps no other from being sent', async () => {
    const circle: Record<string, unknown> = { userId: 'alice' }
    circle.friends = [circle]
    const { answers, seen } = await answersOf([good, null, 'alice', [good], { userId: 1n }, circle, other])
    expect(answers.map(({ row, outcome }) => [row, outcome])).toEqual([
      [0, 'ok'],
      [1, 'failed'],
      [2, 'failed'],
      [3, 'failed'],
      [4, 'failed'],
      [5, 'failed'],
      [6, 'ok'],
    ])
    const errors = answers.flatMap((answer) => (answer.outcome === 'failed' ? [answer.error] : []))
    expect(errors.map(({ code, retryable }) => [code, retryable])).toEqual(Array(5).fill(['INVALID_REQUEST', false]))
    expect(errors[0]?.message).toBe('It is no object.')
    expect(errors[4]?.message).toMatch(/^It can't be written as JSON: Converting circular structure to JSON\.$/)
    expect(seen).toHaveLength(1)
  })

  test('what a time limit ended is ABORTED, whatever the signal gives as its reason', async () => {
    for (const reason of [new DOMException('It took too long.', 'TimeoutError'), 'enough']) {
      const { answers } = await answersOf([good], { signal: AbortSignal.abort(reason) })
      expect(answers).toMatchObject([{ outcome: 'failed', error: { code: 'ABORTED' } }])
    }
  })
})

describe('of credentials', () => {
  test.each([null, {}, { accessKeyId: 'AKID' }])('%o from a function are none', async (given) => {
    const { client, seen } = await start({ region: 'eu-west-1', credentials: async () => given })
    const error = await thrownBy(client.friends.list({ userId: 'alice' }))
    expect(error).toBeInstanceOf(CredentialsError)
    expect([error.message, seen]).toEqual([expect.stringMatching(/has no accessKeyId and secretAccessKey/), []])
  })
})
