import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, fault, seedOf } from '../../support/events.ts'
import { captureOutput } from '../../support/gateway/output-capture.ts'

/** What a leaked log would show: apps, operations, codes, counts and ids of requests, but nobody's account and no text of theirs. */

let deployed: Deployment
beforeAll(async () => {
  const policy = [{ callers: ['*'], apps: ['default', 'no-such-app'], operations: ['*'] }]
  deployed = await startDeployment(seedOf(['private-account'], 3), {
    LOG_LEVEL: 'DEBUG',
    UPSTREAM_ATTEMPTS: '2',
    JOB_RETRY_SECONDS: '0',
    ACCESS_POLICY: JSON.stringify(policy),
  })
})
afterAll(() => deployed.close())

const PRIVATE = /private/
const KEY = `private-key-${randomUUID()}`
const custom = { Test: 'private custom' }
const friends = ['f0', 'private-friend'].map((userId) => ({
  userId,
  remark: 'private remark',
  lists: ['private list'],
  custom,
}))
const body = { userId: 'private-account', friends }

const requests = [
  { body },
  { body, headers: { 'idempotency-key': KEY } },
  { body: { ...body, userId: 'other' }, headers: { 'idempotency-key': KEY } },
  { body, headers: { prefer: 'respond-async' } },
  { body: { ...body, app: 'no-such-app' } },
  { body: { ...body, app: 'forbidden-app' } },
  { body: { ...body, friends: [...friends, friends[0]] } },
  { body: { ...body, friends: [{ userId: 'f0', remark: 'private '.repeat(40) }] } },
  { body: '{"userId":"private-account"' },
  { path: '/v1/friends/private-account', body: {} },
  { path: '/v1/friends/list', body: { userId: 'private-account' } },
  { path: '/v1/friends/list', body: { userId: 'private-account', cursor: 'private' } },
  { path: '/v1/batch', body: { requests: [{ id: 'private-id', operation: 'friends.update', body }] } },
]

test('at the most talkative level no line of any function names an account, a text, a key of theirs, or a secret', async () => {
  const output = captureOutput()
  try {
    await fault(deployed, { times: 2, fault: { errorCode: 30006 } })
    for (const request of requests) await deployed.http(request)
    await fault(deployed, { fault: { errorCode: 60007 } })
    await deployed.event(eventOf('friends.update', body))
    await deployed.event(eventOf('friends.update', { ...body, friends: [] }))
    await deployed.drain()
  } finally {
    output.stop()
  }
  const lines = output.text().trim().split('\n')
  // Node's own warnings are lines as well.
  const messages = new Set(lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).message))
  expect([...messages]).toEqual(expect.arrayContaining(['request', 'refused', 'event queued', 'job', 'upstream call']))
  expect(lines.filter((line) => PRIVATE.test(line))).toEqual([])
  expect(lines.filter((line) => line.includes('0123456789abcdef'.repeat(2)) || /usersig/i.test(line))).toEqual([])
})
