import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { breakOff } from '../../support/break-off.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, fault } from '../../support/events.ts'

/**
 * A message whose first attempt is in doubt goes out again at once. Chat may refuse that for what has come to be since, so that its refusal
 * does not say that the first was not delivered.
 */
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment()
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())
// Time stands still, so that the repeat comes in time.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }))
afterEach(() => void vi.useRealTimers())

const message = { userId: 'alice', elements: [{ type: 'text', text: 'hi' }] }
const one = { path: '/v1/messages/send', body: { ...message, peerId: 'bob' } }
const batch = { path: '/v1/messages/send-batch', body: { ...message, peerIds: ['bob', 'carol'] } }

/** Chat takes the message and its answer is lost, so often; then it refuses the sender, which is final. */
async function loseThenRefuse(command: string, times = 1) {
  if (times > 0) await fault(deployed, { command, times, fault: { kind: 'cut', after: true } })
  await fault(deployed, { command, fault: { errorCode: 20003 } })
}

const LOOK = /with random \d+ and seq \d+\.$/
const inDoubt = (code: string) => ({ outcome: 'unknown', code, retryable: false, detail: expect.stringMatching(LOOK) })

test('is unknown at once, with how to look and nothing to send again, and there once', async () => {
  await loseThenRefuse('sendmsg')
  const { json } = await deployed.http(one)
  expect(json).toMatchObject(inDoubt('UPSTREAM_UNREACHABLE'))
  expect(json).not.toHaveProperty('retry')
  expect(await callsOf(deployed)).toHaveLength(2)
})

test('is unknown for each account of a batch', async () => {
  await loseThenRefuse('batchsendmsg')
  const { json } = await deployed.http(batch)
  const error = { code: 'UPSTREAM_UNREACHABLE', retryable: false, message: expect.stringMatching(LOOK) }
  expect(json).toMatchObject({
    counts: { ok: 0, failed: 0, unknown: 2 },
    results: ['bob', 'carol'].map((peerId) => ({ peerId, status: 'unknown', error })),
  })
  expect(json).not.toHaveProperty('retry')
})

test('is failed where the refusal is of the first attempt', async () => {
  await loseThenRefuse('sendmsg', 0)
  expect((await deployed.http(one)).json).toMatchObject({ outcome: 'failed', code: 'ACCOUNT_NOT_FOUND' })
})

describe('under a key', () => {
  const keyed = (key: string) => deployed.http({ ...one, headers: { 'idempotency-key': key } })

  test('the doubt is kept, and answered to each repeat with nothing sent', async () => {
    await loseThenRefuse('sendmsg')
    const first = await keyed('kept')
    const again = await keyed('kept')
    expect(again.json).toMatchObject(inDoubt('UPSTREAM_UNREACHABLE'))
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true'])
    expect(await callsOf(deployed)).toHaveLength(2)
  })

  test('whose first request broke off, a refusal of the next says nothing of it', async () => {
    expect((await keyed('broken')).json).toMatchObject({ outcome: 'ok' })
    await breakOff(deployed)
    await loseThenRefuse('sendmsg', 0)
    expect((await keyed('broken')).json).toMatchObject(inDoubt('INTERRUPTED'))
    expect(await callsOf(deployed)).toHaveLength(2)
  })
})

describe('as a job', () => {
  const accept = async (asked: typeof one | typeof batch) =>
    (await deployed.http({ ...asked, headers: { prefer: 'respond-async' } })).headers.location!
  const bodyAfter = async (location: string) => {
    await deployed.drain()
    const { json } = await deployed.http({ method: 'GET', path: location })
    return json as unknown as { readonly state: string; readonly answer: { readonly body: object } }
  }

  test('it ends as unknown, and is not tried again', async () => {
    await loseThenRefuse('sendmsg')
    const { state, answer } = await bodyAfter(await accept(one))
    expect([state, answer.body]).toMatchObject(['failed', inDoubt('UPSTREAM_UNREACHABLE')])
    expect(await callsOf(deployed)).toHaveLength(2)
  })

  test.each([
    ['one message', one, 'sendmsg'],
    ['a batch', batch, 'batchsendmsg'],
  ] as const)(
    'of %s whose worker died, a refusal of the next one’s call says nothing of it',
    async (_, asked, command) => {
      const location = await accept(asked)
      const jobs = new Jobs({ table: new StateTable(deployed.tables.jobsName), clock: systemClock })
      const { group, order } = (await jobs.get(location.split('/').at(-1)!))!
      await jobs.queues.begin(group, [order], 0)
      await loseThenRefuse(command, 0)
      const { state, answer } = await bodyAfter(location)
      expect(state).toBe('failed')
      expect(JSON.stringify(answer.body)).not.toMatch(/"status":"failed"|ACCOUNT_NOT_FOUND/)
      expect(JSON.stringify(answer.body)).toMatch(/INTERRUPTED.*with random \d+ and seq \d+\./)
      expect(await callsOf(deployed)).toHaveLength(1)
    },
  )
})
