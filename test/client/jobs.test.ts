import { describe, expect, test } from 'vitest'
import { type Given, inTurn, problem } from './served.ts'
import { failureOf, start } from './verdicts.ts'

describe('a job is waited for', () => {
  const job = (state: string, more: object = {}, headers: object = {}): Given => ({
    headers: { 'content-type': 'application/json', 'x-request-id': 'r', ...headers },
    body: { jobId: 'j1', operation: 'friends.update', state, createdAt: '2026-01-31T12:00:00Z', ...more },
  })
  const ended = job('completed', { answer: { status: 200, body: { outcome: 'ok', results: [] } } })

  test('by one held answer after another; one that was not held back is asked for again after a second', async () => {
    const { client, seen } = await start(inTurn(job('queued'), job('running'), ended))
    expect(await client.waitForJob('j1')).toMatchObject({ state: 'completed' })
    expect(seen.map(({ path }) => path)).toEqual(Array(3).fill('/v1/jobs/j1?wait=20'))
    expect(client.waits).toEqual([1000, 1000])
  })

  test('by asking again after the time that is told, at a gateway that holds no answers', async () => {
    const { client, seen } = await start(({ path }) =>
      path.includes('?')
        ? problem(400, 'INVALID_REQUEST')
        : seen.length < 3
          ? job('queued', {}, { 'retry-after': '2' })
          : ended,
    )
    await client.waitForJob('j1')
    await client.waitForJob('j1')
    expect(seen.map(({ path }) => path)).toEqual(['/v1/jobs/j1?wait=20', ...Array(3).fill('/v1/jobs/j1')])
    expect(client.waits).toEqual([2000])
  })

  test('no longer than the caller said, and it goes on', async () => {
    const { client, seen } = await start(({ path }) =>
      path.includes('?') ? problem(400, 'INVALID_REQUEST') : job('running'),
    )
    const error = await failureOf(client.waitForJob('j1', { timeoutMs: 3000 }))
    expect(error).toMatchObject({
      name: 'JobNotEnded',
      job: { state: 'running' },
      message: 'Job j1 is still running after 2 s of waiting. Wait for it again: it is kept for 7 days.',
    })
    expect(seen).toHaveLength(4)
  })

  test('and what it failed with is thrown', async () => {
    const failed = {
      type: 'urn:x',
      title: 'T',
      status: 404,
      detail: 'No account.',
      code: 'ACCOUNT_NOT_FOUND',
      retryable: false,
      requestId: 'r-9',
    }
    const { client } = await start(({ method }) =>
      method === 'POST'
        ? { ...(job('queued') as object), status: 202 }
        : job('failed', { answer: { status: 404, body: failed } }),
    )
    const queued = await client.profiles.set.respondAsync({ userId: 'nobody', nick: 'N' })
    expect(await failureOf(queued.answer())).toMatchObject({
      code: 'ACCOUNT_NOT_FOUND',
      requestId: 'r-9',
      message: 'ACCOUNT_NOT_FOUND: No account.',
    })
  })
})
