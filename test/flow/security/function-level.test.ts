import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, fault, remark } from '../../support/events.ts'
import { type Capture, captureOutput } from '../../support/gateway/output-capture.ts'
import { resultsOn } from '../../support/results.ts'

/** OWASP API5:2023, broken function level authorization: what a policy grants, through every door. */

const role = (name: string) => `arn:aws:sts::123456789012:assumed-role/${name}/session`
const CRM = role('crm-orders')
const READER = role('reader')
const POLICY = [
  { callers: ['123456789012/crm-*', 'event:crm'], apps: ['default'], operations: ['friends.*', 'blocklist.check'] },
  { callers: ['123456789012/reader'], apps: ['*'], operations: ['friends.get', 'friends.list'] },
]
const policy = (grants: unknown) => ({ ACCESS_POLICY: JSON.stringify(grants) })

let deployed: Deployment
let output: Capture
beforeAll(async () => {
  const environment = { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1', LOG_LEVEL: 'WARN', ...policy(POLICY) }
  deployed = await startDeployment(undefined, environment)
})
afterAll(() => deployed.close())
beforeEach(async () => {
  await deployed.reset()
  output = captureOutput()
})
afterEach(() => output.stop())

const body = remark('alice', 'bob', 'x')
const PREFER = { prefer: 'respond-async' }

describe('over HTTP', () => {
  test('who is granted caller, app and operation gets through', async () => {
    expect((await deployed.http({ caller: CRM, body })).status).toBe(200)
    expect((await deployed.http({ caller: CRM, body: { app: 'default', ...body } })).status).toBe(200)
  })

  test.each([
    ['another operation', CRM, '/v1/blocklist/add', { userId: 'alice', userIds: ['bob'] }, 'blocklist.add', 'default'],
    ['another app', CRM, '/v1/friends/update', { app: 'europe', ...body }, 'friends.update', 'europe'],
    ['a write by a reader', READER, '/v1/friends/update', body, 'friends.update', 'default'],
    ['anything by a stranger', role('other'), '/v1/friends/update', body, 'friends.update', 'default'],
  ])(
    '%s is refused with what was refused and the cure; nothing is sent',
    async (_, caller, path, asked, operation, app) => {
      const { status, headers, json } = await deployed.http({ caller, path, body: asked })
      expect([status, headers['content-type']]).toEqual([403, 'application/problem+json'])
      const [account, name] = ['123456789012', caller.split('/')[1]]
      expect(json).toMatchObject({
        code: 'FORBIDDEN',
        status: 403,
        retryable: false,
        type: 'urn:chat-gateway:error:FORBIDDEN',
      })
      expect(json.detail).toBe(
        `${account}/${name} may not call ${operation} in app "${app}". ` +
          'Call what is granted to it, or ask the operator for a grant in ACCESS_POLICY.',
      )
      expect(await callsOf(deployed)).toEqual([])
    },
  )

  test('who may not learns nothing of the body: neither its faults nor whether the app exists', async () => {
    const faulty = await deployed.http({ caller: READER, body: { userId: 1, stray: true } })
    const unknown = await deployed.http({ caller: CRM, body: { app: 'no-such-app', ...body } })
    const twice = await deployed.http({ caller: READER, body: '{"userId":"alice","userId":"bob","friends":[]}' })
    expect([faulty.json.code, twice.json.code, unknown.json.code]).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'])
    expect([faulty.json.errors, twice.json.errors]).toEqual([undefined, undefined])
  })

  test.each([
    ['a number', 1],
    ['null', null],
    ['a list', ['default']],
    ['a text of 100 kB', 'x'.repeat(100_000)],
    ['an empty text', ''],
  ])(
    'an app that is none (%s) is nobody’s under a grant of some apps, and invalid under one of all',
    async (_, app) => {
      expect((await deployed.http({ caller: CRM, body: { ...body, app } })).json.code).toBe('FORBIDDEN')
      const read = { caller: READER, path: '/v1/friends/list', body: { userId: 'alice', app } }
      expect((await deployed.http(read)).json.code).toBe('INVALID_REQUEST')
    },
  )

  test('no header says who calls', async () => {
    const names = ['x-local-caller', 'x-amzn-iam-user-arn', 'x-caller', 'x-forwarded-user', 'authorization']
    const headers = Object.fromEntries(names.map((name) => [name, CRM]))
    expect((await deployed.http({ caller: READER, body, headers })).status).toBe(403)
  })

  test('an unknown operation stays 404, and the body’s prototype names no app', async () => {
    expect((await deployed.http({ caller: CRM, path: '/v1/friends/frobnicate', body })).status).toBe(404)
    const text = '{"__proto__":{"app":"default"},"app":"europe","userId":"alice","friends":[]}'
    expect((await deployed.http({ caller: CRM, body: text })).json.code).toBe('FORBIDDEN')
  })

  test('a batch refuses the entry, not the batch', async () => {
    const requests = [
      { id: 'a', operation: 'friends.update', body },
      { id: 'b', operation: 'blocklist.add', body: { userId: 'alice', userIds: ['bob'] } },
    ]
    const { status, json } = await deployed.http({ caller: CRM, path: '/v1/batch', body: { requests } })
    expect(status).toBe(207)
    expect(json.responses!.map((one) => [one.status, one.body.code])).toEqual([
      [200, undefined],
      [403, 'FORBIDDEN'],
    ])
  })

  test('neither an idempotency key nor respond-async helps past it', async () => {
    const headers = { 'idempotency-key': `k-${Math.random()}` }
    expect((await deployed.http({ caller: CRM, body, headers })).status).toBe(200)
    expect((await deployed.http({ caller: READER, body, headers })).status).toBe(403)
    expect((await deployed.http({ caller: READER, body, headers: PREFER })).status).toBe(403)
    expect(await deployed.waiting()).toBe(0)
  })

  test('the log says who was refused what, and counts it, whatever the log level', async () => {
    await deployed.http({ caller: READER, body })
    const [line, ...others] = output.warnings().map((text) => JSON.parse(text))
    expect(others).toEqual([])
    expect(line).toMatchObject({
      message: 'refused',
      code: 'FORBIDDEN',
      operation: 'friends.update',
      AccessRefused: 1,
    })
    expect(line.detail).toMatch(/^123456789012\/reader may not call friends.update in app "default"/)
  })
})

describe('by events', () => {
  test('a source that is granted it gets through; another becomes a letter and a result', async () => {
    const before = resultsOn(deployed.bus).length
    await deployed.event(eventOf('friends.update', body, { source: 'crm' }))
    await deployed.event(eventOf('friends.update', body, { source: 'billing' }))
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(1)
    const results = resultsOn(deployed.bus, before)
    expect(results.map(({ type, detail }) => [type, detail.answer.status, detail.answer.body.code])).toEqual([
      ['chat.friends.update.failed', 403, 'FORBIDDEN'],
      ['chat.friends.update.completed', 200, undefined],
    ])
    expect((await deployed.letters('events')).map(({ Body }) => JSON.parse(Body!).reason)).toEqual(['FORBIDDEN'])
  })

  test('a rule’s constant input is no source that anybody could put', async () => {
    const constant = { operation: 'friends.update', body }
    await deployed.event(constant)
    await deployed.event(eventOf('friends.update', body, { source: 'schedule' }))
    const refused = (await deployed.letters('events')).map(({ Body }) => JSON.parse(Body!))
    expect(refused.map(({ reason }) => reason)).toEqual(['FORBIDDEN', 'FORBIDDEN'])
    expect(output.warnings().map((text) => JSON.parse(text).detail.split(' ')[0])).toEqual([
      'event:aws.events',
      'event:schedule',
    ])
  })
})

describe('queued work under a policy that was tightened since', () => {
  /** A worker of another deployment. */
  const workerUnder = async (grants: unknown) => {
    Object.assign(process.env, policy(grants))
    return deployed.coldWorker()
  }
  const TIGHTER = [{ ...POLICY[0], operations: ['blocklist.check'] }]

  test('ends as failed, with a letter and a result, and nothing is sent', async () => {
    const before = resultsOn(deployed.bus).length
    const accepted = await deployed.http({ caller: CRM, body, headers: PREFER })
    expect(accepted.status).toBe(202)
    await (await workerUnder(TIGHTER))(await deployed.doorbells())
    const job = await deployed.http({ method: 'GET', path: accepted.headers.location!, caller: CRM })
    expect(job.json).toMatchObject({ state: 'failed', answer: { status: 403, body: { code: 'FORBIDDEN' } } })
    expect(await callsOf(deployed)).toEqual([])
    expect(resultsOn(deployed.bus, before).map(({ type }) => type)).toEqual(['chat.friends.update.failed'])
    expect((await deployed.letters('jobs')).map(({ Body }) => JSON.parse(Body!).reason)).toEqual(['FORBIDDEN'])
  })

  test('tells what was done before, or may have been', async () => {
    const friends = ['bob', 'carol', 'dave'].map((userId) => ({ userId, remark: 'x' }))
    await fault(deployed, { fault: { items: { carol: 30006 } } })
    const accepted = await deployed.http({ caller: CRM, body: { userId: 'alice', friends }, headers: PREFER })
    const records = await deployed.doorbells()
    await deployed.work(records)
    await (await workerUnder(TIGHTER))(records)
    const { json } = await deployed.http({ method: 'GET', path: accepted.headers.location!, caller: CRM })
    const { state, answer } = json as unknown as {
      state: string
      answer: { status: number; body: { results: object[] } }
    }
    expect([state, answer.status]).toEqual(['completed', 207])
    expect(answer.body.results).toMatchObject([
      { userId: 'bob', status: 'ok' },
      { userId: 'carol', status: 'failed', error: { code: 'FORBIDDEN', retryable: false } },
      { userId: 'dave', status: 'ok' },
    ])
    expect(answer.body).not.toHaveProperty('retry')
  })
})
