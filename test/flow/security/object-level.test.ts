import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jobIdOfEvent } from '../../../lib/jobs/job-ids.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, remark } from '../../support/events.ts'
import { linesIn } from '../../support/log-lines.ts'

/** OWASP API1:2023, broken object level authorization: jobs, idempotency keys and cursors of others. */

const role = (name: string) => `arn:aws:sts::123456789012:assumed-role/${name}/session`
const [CRM, OTHER, READER] = [role('crm'), role('other'), role('reader')]
const grant = (name: string, operations: readonly string[], apps = ['default']) => ({
  callers: [`123456789012/${name}`],
  apps,
  operations,
})
const POLICY = [
  grant('crm', ['friends.*']),
  grant('other', ['friends.*']),
  grant('reader', ['friends.get']),
  grant('elsewhere', ['*'], ['europe']),
  { ...grant('', ['*']), callers: ['event:crm'] },
]
const body = remark('alice', 'bob', 'x')
const PREFER = { prefer: 'respond-async' }

describe.each([
  ['without a policy', ''],
  ['with a policy', JSON.stringify(POLICY)],
])('%s', (_, policy) => {
  let deployed: Deployment
  beforeAll(async () => {
    deployed = await startDeployment(undefined, { ACCESS_POLICY: policy, LOG_LEVEL: 'INFO' })
  })
  afterAll(() => deployed.close())
  beforeEach(() => deployed.reset())
  const lookups = () =>
    linesIn(deployed.output).flatMap(({ message, caller, jobId, owner, status }) =>
      message === 'job looked up' || message === 'refused' ? [[message, caller, jobId, owner, status]] : [],
    )
  const show = (path: string, caller: string) => deployed.http({ method: 'GET', path, caller })

  test('a job is its caller’s alone, whoever has its id; of sessions of one role all are the same caller', async () => {
    const { headers } = await deployed.http({ caller: CRM, body, headers: PREFER })
    const own = await show(headers.location!, 'arn:aws:sts::123456789012:assumed-role/crm/another-session')
    const others = await Promise.all([OTHER, READER].map((caller) => show(headers.location!, caller)))
    const made = await show('/v1/jobs/0123456789abcdef0123456789abcdef', OTHER)
    expect([own.status, ...others.map(({ status }) => status)]).toEqual([200, 404, 404])
    const { requestId, ...problem } = made.json
    expect(others.map(({ json }) => ({ ...json, requestId }))).toEqual([
      { ...problem, requestId },
      { ...problem, requestId },
    ])
  })

  test('each look at a job leaves one line: who looked, at which job, and whose it is; of one that there is not, who and which', async () => {
    const { headers } = await deployed.http({ caller: CRM, body, headers: PREFER })
    const event = eventOf('friends.update', body)
    await deployed.event(event)
    const jobId = headers.location!.split('/').at(-1)!
    const [eventsJob, none] = [jobIdOfEvent(event.id), '0123456789abcdef0123456789abcdef']
    await show(headers.location!, CRM)
    await deployed.drain()
    const looks = [
      [jobId, CRM],
      [jobId, OTHER],
      [eventsJob, CRM],
      [none, OTHER],
    ] as const
    for (const [id, caller] of looks) await show(`/v1/jobs/${id}`, caller)
    expect(lookups()).toEqual([
      ['job looked up', '123456789012/crm', jobId, '123456789012/crm', 200],
      ['job looked up', '123456789012/crm', jobId, '123456789012/crm', 200],
      ['refused', '123456789012/other', jobId, '123456789012/crm', 404],
      ['job looked up', '123456789012/crm', eventsJob, 'event:crm', 200],
      ['refused', '123456789012/other', none, undefined, 404],
    ])
  })

  test('an event’s job is shown as far as the policy lets its reader ask for the same', async () => {
    const event = eventOf('friends.update', body)
    await deployed.event(event)
    const path = `/v1/jobs/${jobIdOfEvent(event.id)}`
    const statuses = await Promise.all(
      [CRM, OTHER, READER, role('elsewhere'), role('stranger')].map(
        async (caller) => (await show(path, caller)).status,
      ),
    )
    expect(statuses).toEqual(policy === '' ? [200, 200, 200, 200, 200] : [200, 200, 404, 404, 404])
  })

  test('another caller’s idempotency key replays nothing, and is no obstacle', async () => {
    const headers = { 'idempotency-key': `key-${Math.random()}` }
    const first = await deployed.http({ caller: CRM, body, headers })
    const other = await deployed.http({ caller: OTHER, body: remark('alice', 'bob', 'y'), headers })
    const again = await deployed.http({ caller: CRM, body, headers })
    expect([first, other, again].map(({ status }) => status)).toEqual([200, 200, 200])
    expect(other.headers['idempotency-replayed']).toBeUndefined()
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.json.requestId).toBe(first.json.requestId)
  })

  test('another caller’s key makes another job', async () => {
    const headers = { ...PREFER, 'idempotency-key': `key-${Math.random()}` }
    const [own, other] = [
      await deployed.http({ caller: CRM, body, headers }),
      await deployed.http({ caller: OTHER, body, headers }),
    ]
    expect(own.headers.location).not.toBe(other.headers.location)
    expect((await show(own.headers.location!, OTHER)).status).toBe(404)
  })
})
