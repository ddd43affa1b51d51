import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment()
})
afterAll(() => deployed.close())

const send = (userId: string, headers = {}) =>
  deployed.http({ path: '/v1/friends/update', body: remark(userId, 'alice', 'x'), headers })
const actions = () =>
  [deployed.dynamo, deployed.sqs, deployed.eventBridge].flatMap(({ calls }) => calls.map(({ action }) => action))

test('a plain update costs one write to DynamoDB, for its place in the quota, and nothing else of AWS', async () => {
  await send('bob')
  for (const { calls } of [deployed.dynamo, deployed.sqs, deployed.eventBridge]) calls.length = 0
  expect((await send('carol')).status).toBe(200)
  expect(actions()).toEqual(['UpdateItem'])
})
