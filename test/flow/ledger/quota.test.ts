import { afterEach, beforeEach, expect, test } from 'vitest'
import { callsOf, remark } from '../../support/events.ts'
import { type Instances, startInstances } from '../../support/instances.ts'

/** One call in about a second, for all instances together. */
let instances: Instances
beforeEach(async () => {
  instances = await startInstances(undefined, { UPSTREAM_CALLS_PER_SECOND: '1' })
})
afterEach(() => instances.close())

test('callers beyond the shared quota wait within their deadline, then are told when to come back', async () => {
  const asks = await Promise.all(Array.from({ length: 5 }, () => instances.start()))
  // As long as two places take, on five instances.
  const answers = await Promise.all(
    asks.map((ask, index) =>
      ask({ body: remark('alice', ['bob', 'carol', 'dave'][index % 3]!, `${index}`), ms: 2700 }),
    ),
  )
  const refused = answers.filter(({ status }) => status !== 200)
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
  expect(refused.length).toBeGreaterThanOrEqual(2)
  for (const { status, headers, json } of refused) {
    expect([status, json.code, json.retryable]).toEqual([429, 'RATE_LIMITED', true])
    expect(headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
      'ratelimit-policy': '"calls";q=1;w=1',
      ratelimit: expect.stringMatching(/^"calls";r=0;t=\d+$/),
    })
    expect(json.retry).toBeDefined()
  }
  expect(await callsOf(instances)).toHaveLength(answers.length - refused.length)
})
