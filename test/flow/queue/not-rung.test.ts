import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, remark } from '../../support/events.ts'
import type { Asked } from '../../support/gateway/invocation.ts'
import { linesIn } from '../../support/log-lines.ts'

/** What becomes of jobs that nobody could be rung for. */

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const PREFER = { prefer: 'respond-async' }
const update = (text: string, more: Partial<Asked> = {}) =>
  deployed.http({ path: '/v1/friends/update', body: remark('alice', 'bob', text), headers: PREFER, ...more })
const show = (path: string | undefined) => deployed.http({ method: 'GET', path: path ?? '' })

const jobs = 'chat-gateway-dev-jobs'
/** SQS refuses it, and the table does not give its place back. */
const breakBoth = (how: 'cut' | 'lost') => {
  deployed.sqs.breakNext('SendMessage', how, 20)
  deployed.dynamo.breakNext('DeleteItem', 'cut', 20, jobs)
}
const mend = () => {
  deployed.sqs.mend()
  deployed.dynamo.mend()
}
const notTakenBack = () => linesIn(deployed.output).filter(({ message }) => message === 'job not taken back')

test.each(['cut', 'throttled', 'lost'] as const)(
  'a job that is taken back (%s) is never done, whatever rings for its account later',
  async (how) => {
    deployed.sqs.breakNext('SendMessage', how, 20)
    const refused = await update('refused')
    expect([refused.status, refused.json.code, refused.json.outcome]).toEqual([503, 'STATE_UNAVAILABLE', undefined])
    expect(refused.headers.location).toBeUndefined()
    deployed.sqs.mend()
    await update('accepted', { body: remark('alice', 'carol', 'accepted') })
    expect(await deployed.drain()).toBe(0)
    expect(JSON.stringify(await callsOf(deployed))).not.toContain('refused')
    expect([notTakenBack(), await deployed.letters('jobs')]).toEqual([[], []])
  },
)

test('a job that was taken back, the answer to which was lost, is taken back all the same', async () => {
  deployed.sqs.breakNext('SendMessage', 'cut', 20)
  deployed.dynamo.breakNext('DeleteItem', 'lost', 1, jobs)
  const refused = await update('refused')
  expect([refused.status, refused.json.outcome, refused.headers.location]).toEqual([503, undefined, undefined])
  mend()
  await update('accepted', { body: remark('alice', 'carol', 'accepted') })
  await deployed.drain()
  expect(JSON.stringify(await callsOf(deployed))).not.toContain('refused')
  expect(notTakenBack()).toEqual([])
})

test('a job that can’t be taken back is unknown, with where to ask; that is logged and counted', async () => {
  breakBoth('cut')
  const refused = await update('in doubt')
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, expect.any(String)])
  expect(refused.json).toMatchObject({ code: 'STATE_UNAVAILABLE', outcome: 'unknown', retryable: true })
  const jobId = refused.headers.location!.split('/').at(-1)
  expect(notTakenBack()).toMatchObject([
    { level: 'ERROR', jobId, requestId: refused.headers['x-request-id'], JobsNotTakenBack: 1 },
  ])
  mend()
  expect((await show(refused.headers.location)).json).toMatchObject({ jobId, state: 'queued' })
  await update('next', { body: remark('alice', 'carol', 'next') })
  await deployed.drain()
  expect((await show(refused.headers.location)).json).toMatchObject({ state: 'completed' })
})

test.each(['cut', 'lost'] as const)(
  'a job in doubt is rung for again under its key (%s), and done once',
  async (how) => {
    const headers = { ...PREFER, 'idempotency-key': `doubt-${how}` }
    breakBoth(how)
    const refused = await update('keyed', { headers })
    expect([refused.status, refused.json.outcome]).toEqual([503, 'unknown'])
    mend()
    const again = await update('keyed', { headers })
    expect([again.status, again.headers.location]).toEqual([202, refused.headers.location])
    await deployed.drain()
    expect((await show(again.headers.location)).json).toMatchObject({ state: 'completed' })
    expect(await callsOf(deployed)).toHaveLength(1)
  },
)

test('a job that was taken back is rung for again under its key too where its first doorbell came when it had no place', async () => {
  const headers = { ...PREFER, 'idempotency-key': 'consumed' }
  deployed.sqs.breakNext('SendMessage', 'lost', 20)
  expect((await update('consumed', { headers })).status).toBe(503)
  deployed.sqs.mend()
  expect([await deployed.drain(), await callsOf(deployed)]).toEqual([0, []])
  const again = await update('consumed', { headers })
  await deployed.drain()
  expect((await show(again.headers.location)).json).toMatchObject({ state: 'completed' })
})

test('a job in doubt is known as one that may be done to whoever repeats it at once under its key', async () => {
  const add = { userId: 'alice', friends: [{ userId: 'frank', source: 'Web' }] }
  const asked = { path: '/v1/friends/add', body: add }
  const key = { 'idempotency-key': 'at once' }
  breakBoth('lost')
  expect((await update('', { ...asked, headers: { ...PREFER, ...key } })).json.outcome).toBe('unknown')
  mend()
  await deployed.drain()
  const again = await update('', { ...asked, headers: key })
  expect([again.status, again.json.results]).toEqual([200, [{ userId: 'frank', status: 'ok' }]])
})

test('a job in doubt as an entry of a batch has its Location among the entry’s headers', async () => {
  breakBoth('cut')
  const requests = [{ id: 'w', operation: 'friends.update', body: remark('alice', 'bob', 'b') }]
  const { json } = await deployed.http({ path: '/v1/batch', body: { requests }, headers: PREFER })
  expect(json.responses).toMatchObject([
    {
      status: 503,
      headers: { location: expect.stringMatching(/^\/v1\/jobs\/\w+$/) },
      body: { code: 'STATE_UNAVAILABLE', outcome: 'unknown' },
    },
  ])
})

test('a job in doubt that an event asks for is tried again by Lambda, and stays one job', async () => {
  const event = eventOf('friends.update', remark('alice', 'bob', 'event'))
  breakBoth('cut')
  await expect(deployed.event(event)).rejects.toThrow('look at its Location')
  expect(notTakenBack()).toHaveLength(1)
  mend()
  await deployed.event(event)
  await deployed.drain()
  expect(await callsOf(deployed)).toHaveLength(1)
})
