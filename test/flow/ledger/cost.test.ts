import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { remark } from '../../support/events.ts'

// Time stands still: on a slow machine a place in the quota would be too late by the time that its write returns, and another one taken.
let deployed: Deployment
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  deployed = await startDeployment()
})
afterAll(async () => {
  await deployed.close()
  vi.useRealTimers()
})

const send = (userId: string, headers = {}) =>
  deployed.http({ path: '/v1/friends/update', body: remark(userId, 'alice', 'x'), headers })
/** What AWS's own client sends again, having waited a second for the machine, is one call of ours. */
const actions = () => {
  const all = [deployed.dynamo, deployed.sqs, deployed.eventBridge].flatMap(({ calls }) => calls)
  return [...new Map(all.map(({ invocationId, action }) => [invocationId, action])).values()]
}

test('a plain update costs one write to DynamoDB, for its place in the quota, and nothing else of AWS', async () => {
  await send('bob')
  // By then nobody has used the quota for a while.
  vi.setSystemTime(Date.now() + 1000)
  for (const { calls } of [deployed.dynamo, deployed.sqs, deployed.eventBridge]) calls.length = 0
  expect((await send('carol')).status).toBe(200)
  expect(actions()).toEqual(['UpdateItem'])
})
