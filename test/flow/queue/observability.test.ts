import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Deployment, recordOf, startDeployment } from '../../support/deployment.ts'
import { eventOf, fault, remark } from '../../support/events.ts'
import { faultsOf, linesIn } from '../../support/log-lines.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', LOG_LEVEL: 'DEBUG' })
})
afterAll(async () => {
  delete process.env._X_AMZN_TRACE_ID
  await deployed.close()
})
beforeEach(async () => {
  await deployed.reset()
  delete process.env._X_AMZN_TRACE_ID
})

const BODY = remark('alice', 'bob', 'x')
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`
const later = { prefer: 'respond-async' }
const lines = (message?: string) =>
  linesIn(deployed.output).filter((line) => message === undefined || line.message === message)
const results = () => deployed.results()

test('every line of all three functions has known keys, and metrics as the table has them', async () => {
  const request = (body: unknown, more = {}) => deployed.http({ body, ...more })
  await request(BODY)
  await request(BODY, { headers: { 'idempotency-key': 'k' } })
  await request(BODY, { headers: { 'idempotency-key': 'k' } })
  await request(BODY, { headers: later })
  await request({ ...BODY, app: 'nobody' })
  await request('{')
  await request(BODY, { path: '/v1/friends/upate' })
  await request({ userId: 'alice' }, { path: '/v1/friends/list' })
  await request({ requests: [{ id: 'a', operation: 'no.such', body: {} }] }, { path: '/v1/batch' })
  await deployed.http({ method: 'GET', path: '/v1/jobs/none' })
  await deployed.event(eventOf('friends.update', BODY))
  await deployed.event(eventOf('friends.update', {}))
  await deployed.event(eventOf('friends.update', BODY, { source: 'chat-gateway' }))
  await deployed.event({ operation: 'friends.update', body: BODY })
  await fault(deployed, { times: 1, fault: { errorCode: 60007 } })
  deployed.eventBridge.breakNext('PutEvents', 'cut', 4)
  await deployed.drain()
  deployed.eventBridge.mend()
  await deployed.drain()
  deployed.dynamo.breakNext('BatchGetItem', 'cut', 9)
  // It stays where it is, and must not hold up what other tests ask of alice.
  await deployed.event(eventOf('friends.update', remark('bob', 'alice', 'x')))
  await deployed.work(await deployed.doorbells())
  await deployed.work([recordOf({ MessageId: 'm', Body: 'no JSON', Attributes: { MessageGroupId: 'g' } })])
  expect(lines().flatMap(faultsOf)).toEqual([])
  const messages = [
    'request',
    'refused',
    'event queued',
    'job',
    'upstream call',
    'own event dropped',
    'results not put',
  ]
  const others = ['doorbell handed back', 'doorbell not answered', 'doorbell of no job put away']
  expect(lines().map(({ message }) => message)).toEqual(expect.arrayContaining([...messages, ...others]))
})

describe('what AWS holds up is found from the request’s id', () => {
  /** As the runbook searches: by the id, and by that of the job that it became. */
  function aboutRequest(requestId: unknown): unknown[] {
    const [jobId] = lines().flatMap((line) => (line.requestId === requestId && line.jobId ? [line.jobId] : []))
    return lines()
      .filter((line) => line.requestId === requestId || (jobId && line.jobId === jobId))
      .map(({ message }) => message)
  }

  test.each([
    ['the table', 'dynamo', 'BatchGetItem', 'doorbell not answered'],
    ['the bus', 'eventBridge', 'PutEvents', 'doorbell handed back'],
  ] as const)('a job whose doorbell comes back because of %s', async (_, service, action, message) => {
    const { headers } = await deployed.http({ body: BODY, headers: later })
    deployed[service].breakNext(action, 'cut', 20)
    await deployed.work(await deployed.doorbells())
    expect(aboutRequest(headers['x-request-id'])).toContain(message)
  })

  test('an event of which nobody could be told', async () => {
    deployed.eventBridge.breakNext('PutEvents', 'cut', 20)
    await deployed.event(eventOf('friends.update', {}, { traceparent: TRACEPARENT }), 'invocation')
    expect(aboutRequest('invocation')).toEqual(['refused', 'nobody was told'])
    expect(lines('nobody was told')).toMatchObject([{ traceId: TRACE }])
  })
})

test('to look at a job counts as no request, whether it is shown or not', async () => {
  const accepted = await deployed.http({ body: BODY, headers: later })
  await deployed.drain()
  deployed.output.clear()
  for (const path of [accepted.headers.location!, '/v1/jobs/none']) await deployed.http({ method: 'GET', path })
  expect(lines().map(({ message, code, Requests }) => [message, code, Requests])).toEqual([
    ['job looked up', undefined, undefined],
    ['refused', 'NOT_FOUND', undefined],
  ])
})

describe('a request', () => {
  test('has one line, which says who asked for what, what became of it, and what it took', async () => {
    await fault(deployed, { times: 1, fault: { errorCode: 30006 } })
    const { headers } = await deployed.http({ body: BODY, caller: 'arn:aws:sts::1:assumed-role/Crm/session' })
    const [line, ...others] = lines().filter(({ Requests }) => Requests)
    expect(others).toEqual([])
    expect(line).toMatchObject({ requestId: headers['x-request-id'], caller: '1/Crm', status: 200, outcome: 'ok' })
    expect(line).toMatchObject({
      operation: 'friends.update',
      app: 'default',
      ItemsOk: 1,
      UpstreamCalls: 2,
      Retries: 1,
    })
    expect(line).not.toHaveProperty('ItemsFailed')
    expect(Number(line!.Latency)).toBeGreaterThan(0)
  })

  test('that is answered again under its key is a replay, and its items are not counted twice', async () => {
    for (const _ of [1, 2]) await deployed.http({ body: BODY, headers: { 'idempotency-key': 'twice' } })
    const [first, second] = lines('request')
    expect(first).toMatchObject({ Requests: 1, ItemsOk: 1, UpstreamCalls: 1 })
    expect(second).toMatchObject({ Requests: 1, Replays: 1, isReplayed: true, app: 'default' })
    expect(second).not.toHaveProperty('ItemsOk')
    expect(second).not.toHaveProperty('UpstreamCalls')
  })

  test.each([
    ['the caller', 'ACCOUNT_NOT_FOUND', 30003, 'CallerFaults'],
    ['an operator', 'ADMIN_REQUIRED', 60010, 'OperatorFaults'],
    ['an operator', 'REGION_MISMATCH', 60026, 'OperatorFaults'],
    ['Chat', 'UPSTREAM_INTERNAL', 30006, 'UpstreamFaults'],
  ])('that fails says that %s must act, and why: %s', async (_, code, errorCode, metric) => {
    await fault(deployed, { times: 4, fault: { errorCode } })
    await deployed.http({ body: BODY })
    expect(lines('request')).toMatchObject([{ code, [metric]: 1, ItemsFailed: 1 }])
  })
})

describe('names that a caller made up are no dimensions', () => {
  test.each([
    ['an app', () => deployed.http({ body: { ...BODY, app: 'ghost' } }), { askedApp: 'ghost' }],
    [
      'an app of a job',
      () => deployed.http({ body: { ...BODY, app: 'ghost' }, headers: later }),
      { askedApp: 'ghost' },
    ],
    ['an app of an event', () => deployed.event(eventOf('friends.update', { ...BODY, app: 'ghost' })), {}],
    ['an operation', () => deployed.event(eventOf('ghost.hunt', BODY)), { askedOperation: 'ghost.hunt' }],
    [
      'an operation in a batch',
      () =>
        deployed.http({ path: '/v1/batch', body: { requests: [{ id: 'a', operation: 'ghost.hunt', body: BODY }] } }),
      { askedOperation: 'ghost.hunt' },
    ],
  ])('%s', async (_, ask, said) => {
    await ask()
    await deployed.drain()
    const counted = lines().filter(({ _aws }) => _aws)
    expect(counted.length).toBeGreaterThan(0)
    for (const { app, operation } of counted) expect(`${app} ${operation}`).not.toContain('ghost')
    expect(counted[0]).toMatchObject({ Requests: 1, ...said })
  })
})

describe('a trace', () => {
  const traceIds = () => new Set(lines().flatMap(({ traceId = [] }) => traceId))

  test('goes from the header over the job and the worker’s line into the result', async () => {
    await deployed.http({ body: BODY, headers: { ...later, traceparent: TRACEPARENT } })
    await deployed.drain()
    expect(lines('request')).toMatchObject([{ traceId: TRACE }])
    expect(lines('job')).toMatchObject([{ traceId: TRACE, JobAttempts: 1, ItemsOk: 1, app: 'default' }])
    expect(results().map(({ detail }) => detail)).toMatchObject([{ traceparent: TRACEPARENT }])
  })

  test.each([
    ['an event', eventOf('friends.update', BODY, { traceparent: TRACEPARENT })],
    ['an event that is wrong', eventOf('friends.update', {}, { traceparent: TRACEPARENT })],
    ['a constant input', { operation: 'friends.update', body: BODY, traceparent: TRACEPARENT }],
  ])('goes from %s into the result', async (_, event) => {
    await deployed.event(event)
    await deployed.drain()
    expect([...traceIds()]).toEqual([TRACE])
    expect(results().map(({ detail }) => detail)).toMatchObject([{ traceparent: TRACEPARENT }])
  })

  test('is Lambda’s own where nobody named one', async () => {
    process.env._X_AMZN_TRACE_ID = `Root=1-${TRACE.slice(0, 8)}-${TRACE.slice(8)};Parent=b7ad6b7169203331;Sampled=1`
    await deployed.event(eventOf('friends.update', BODY))
    delete process.env._X_AMZN_TRACE_ID
    await deployed.drain()
    expect([...traceIds()]).toEqual([TRACE])
    expect(results().map(({ detail }) => detail)).toMatchObject([{ traceparent: TRACEPARENT }])
  })

  test('that is malformed is ignored, and told to nobody', async () => {
    const bad = `00-${TRACE.toUpperCase()}-b7ad6b7169203331-01`
    const answer = await deployed.http({ body: BODY, headers: { traceparent: bad } })
    expect(answer.text + JSON.stringify(answer.headers) + deployed.output.text()).not.toContain(TRACE.toUpperCase())
    expect([...traceIds()]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
  })
})
