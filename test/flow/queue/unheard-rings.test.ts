import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, friendsOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1' })
})
afterAll(() => deployed.close())

/** Whatever a worker makes of a ring whose sender heard nothing of it: the job that the event became has one end, and it is told. */
test('an event whose ring took effect unheard is told of in the end, though the bus was out when a worker came for it', async () => {
  const event = eventOf('friends.update', remark('alice', 'bob', 'unheard'))
  deployed.sqs.breakNext('SendMessage', 'lost', 10)
  await expect(deployed.event(event)).rejects.toThrow()
  deployed.sqs.mend()
  deployed.eventBridge.breakNext('PutEvents', 'cut', 20)
  await deployed.drain()
  deployed.eventBridge.mend()
  await deployed.drain()
  // Lambda hands the event over again a minute later.
  await deployed.event(event)
  await deployed.drain()
  expect((await friendsOf(deployed, 'alice')).bob?.remark).toBe('unheard')
  const told = deployed.results().map(({ type, detail }) => [detail.eventId, type])
  expect(told).toEqual([[event.id, 'chat.friends.update.completed']])
})
