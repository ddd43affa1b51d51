import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, fault, remark } from '../../support/events.ts'
import { linesIn } from '../../support/log-lines.ts'

/** What operators find in the log once an alarm has rung: the lines that docs/runbook.md has them look for. */

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1', LOG_LEVEL: 'INFO' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const BODY = remark('alice', 'bob', 'x')
const later = { prefer: 'respond-async' }
const lines = (message: string) => linesIn(deployed.output).filter((line) => line.message === message)

describe('a table that AWS keeps from us is named with AWS’s reason', () => {
  const REASON = 'Rate exceeded'
  const expected = { code: 'STATE_UNAVAILABLE', error: `ThrottlingException: ${REASON}`, OperatorFaults: 1 }
  const throttle = () => {
    for (const action of ['PutItem', 'GetItem', 'UpdateItem']) deployed.dynamo.breakNext(action, 'throttled', 20)
  }

  test.each([
    ['a job that can’t be queued', { body: BODY, headers: later }],
    ['a key that can’t be looked up', { body: BODY, headers: { 'idempotency-key': 'k' } }],
    ['a job that can’t be shown', { method: 'GET', path: `/v1/jobs/${'0'.repeat(32)}` }],
  ])('%s', async (_, asked) => {
    throttle()
    const { status, text } = await deployed.http(asked)
    expect(status).toBe(503)
    expect(text).not.toContain(REASON)
    expect(lines('refused')).toMatchObject([expected])
  })

  test('an event that can’t be queued, which Lambda will try again', async () => {
    const event = eventOf('friends.update', BODY)
    throttle()
    await expect(deployed.event(event)).rejects.toThrow()
    const about = { eventId: event.id, caller: 'event:crm', operation: 'friends.update', askedApp: 'default' }
    expect(lines('refused')).toMatchObject([{ ...expected, ...about }])
    expect(lines('refused')[0]).not.toHaveProperty('Requests')
  })
})

describe('whose app a refused request was about', () => {
  const bad = { userId: 'alice', friends: [], app: 'shop' }

  test.each<[string, () => Promise<unknown>]>([
    ['over HTTP', () => deployed.http({ body: bad })],
    ['by an event', () => deployed.event(eventOf('friends.update', bad))],
    [
      'in a batch',
      () =>
        deployed.http({ path: '/v1/batch', body: { requests: [{ id: 'a', operation: 'friends.update', body: bad }] } }),
    ],
  ])('is on its line: %s', async (_, ask) => {
    await ask()
    expect(lines('refused')).toMatchObject([{ code: 'INVALID_REQUEST', askedApp: 'shop', Requests: 1 }])
  })

  test('is the default one where none is named, and nothing where it can be none', async () => {
    const { app: _, ...without } = bad
    await deployed.http({ body: without })
    await deployed.http({ body: { ...bad, app: 'no app: <secret>' } })
    const [unnamed, wrong] = lines('refused')
    expect(unnamed).toMatchObject({ askedApp: 'default' })
    expect(wrong).not.toHaveProperty('askedApp')
  })
})

describe('a job that is put away', () => {
  test('leaves a line with the reason of its letter', async () => {
    await fault(deployed, { times: 9, fault: { errorCode: 30003 } })
    const { text } = await deployed.http({ body: BODY, headers: later })
    await deployed.drain()
    const letters = await deployed.letters('jobs')
    expect(letters.map(({ Body }) => JSON.parse(Body!).reason)).toEqual(['ACCOUNT_NOT_FOUND'])
    const expected = {
      jobId: JSON.parse(text).jobId,
      reason: 'ACCOUNT_NOT_FOUND',
      operation: 'friends.update',
      app: 'default',
    }
    expect(lines('job put away')).toMatchObject([expected])
  })

  test('is none that is done but for what was refused for good', async () => {
    await deployed.http({
      body: { userId: 'alice', friends: [...BODY.friends, { userId: 'stranger', remark: 'x' }] },
      headers: later,
    })
    await deployed.drain()
    expect(lines('job')).toMatchObject([{ outcome: 'partial', QueueAge: expect.any(Number) }])
    expect([await deployed.letters('jobs'), lines('job put away')]).toEqual([[], []])
  })
})
