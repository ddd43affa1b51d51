import { afterEach, beforeEach, expect, test } from 'vitest'
import { caseOf } from '../../support/cases.ts'
import { callsOf, remark } from '../../support/events.ts'
import { type Ask, type Instances, startInstances } from '../../support/instances.ts'

/** One call in about a second, for all instances together. */
let instances: Instances
beforeEach(async () => {
  instances = await startInstances(undefined, { UPSTREAM_CALLS_PER_SECOND: '1' })
})
afterEach(() => instances.close())

test('callers beyond the shared quota wait within their deadline, then are told when to come back', async () => {
  const asks: Ask[] = []
  while (asks.length < 5) asks.push(await instances.start())
  // Each loads what it needs with a call of another command, which has a quota of its own: that takes long where the machine is busy.
  const others = ['friends.list', 'blocklist.list', 'friend-lists.get', 'friends.check', 'blocklist.check']
  for (const [index, ask] of asks.entries()) {
    const name = others[index]!
    const warm = await ask({ path: `/v1/${name.replace('.', '/')}`, body: caseOf(name).example.request })
    expect(warm.status, warm.text).not.toBe(429)
  }
  const before = (await callsOf(instances)).length
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
  expect((await callsOf(instances)).length - before).toBe(answers.length - refused.length)
})
