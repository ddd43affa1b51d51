import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../support/deployment.ts'
import { answerFault } from '../support/documented.ts'
import { fault, remark } from '../support/events.ts'
import type { Asked } from '../support/gateway/invocation.ts'

const CODES = 'https://docs.example.com/error-codes.md'
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1', ERROR_DOCS_URL: CODES })
})
afterAll(() => deployed.close())

/** Asks, and compares what comes with the document. */
async function ask(path: string, asked: Asked) {
  const { status, headers, json } = await deployed.http(asked)
  const type = headers['content-type'] ?? ''
  expect(answerFault({ method: asked.method ?? 'POST', path, status, type, headers, body: json })).toBeUndefined()
  return { status, headers, json }
}

const update = { path: '/v1/friends/update', body: remark('alice', 'bob', 'later') }

test('work that is queued is answered as documented, and so is its job before and after its end', async () => {
  const accepted = await ask(update.path, { ...update, headers: { prefer: 'respond-async' } })
  expect(accepted.status).toBe(202)
  const job: Asked = { method: 'GET', path: accepted.headers.location ?? '' }
  expect((await ask('/v1/jobs/{jobId}', job)).json).toMatchObject({ state: 'queued' })
  await deployed.drain()
  expect((await ask('/v1/jobs/{jobId}', job)).json).toMatchObject({ state: 'completed' })
  expect((await ask('/v1/jobs/{jobId}', { ...job, query: 'wait=20' })).json).toMatchObject({ state: 'completed' })
  expect((await ask('/v1/jobs/{jobId}', { ...job, query: 'wait=21' })).status).toBe(400)
  expect((await ask('/v1/jobs/{jobId}', { method: 'GET', path: '/v1/jobs/nobody' })).status).toBe(404)
})

test('a replay says so, as documented, and a key that is used otherwise is a documented problem', async () => {
  const headers = { 'idempotency-key': 'documented' }
  await ask(update.path, { ...update, headers })
  expect((await ask(update.path, { ...update, headers })).headers['idempotency-replayed']).toBe('true')
  const other = { ...update, body: remark('alice', 'bob', 'another'), headers }
  expect((await ask(update.path, other)).status).toBe(422)
})

test('a batch of good, bad and queued entries is answered as documented', async () => {
  const entry = { operation: 'friends.update', body: update.body }
  const requests = [
    { id: 'a', ...entry },
    { id: 'b', ...entry, body: {} },
    { id: 'c', operation: 'friends.updat', body: {} },
  ]
  for (const headers of [{}, { prefer: 'respond-async' }]) {
    const { status, json } = await ask('/v1/batch', { path: '/v1/batch', body: { requests }, headers })
    expect([status, json.responses?.map((one) => one.status)]).toEqual([
      207,
      ['prefer' in headers ? 202 : 200, 400, 404],
    ])
  }
  expect((await ask('/v1/batch', { path: '/v1/batch', body: { requests: requests.slice(0, 1) } })).status).toBe(200)
  expect((await ask('/v1/batch', { path: '/v1/batch', body: {} })).status).toBe(400)
})

describe('a problem leads to what is told of its code', () => {
  const docsOf = (problem: unknown): unknown => Object(problem).docs

  test('where a request is refused, one is tried in vain, and inside a batch', async () => {
    const refused = await ask(update.path, { ...update, body: {} })
    expect(Object.keys(refused.json).slice(0, 2)).toEqual(['type', 'docs'])
    expect(refused.json).toMatchObject({
      type: 'urn:chat-gateway:error:INVALID_REQUEST',
      docs: `${CODES}#invalid_request`,
    })
    await fault(deployed, { command: 'friend_update', fault: { errorCode: 30011 } })
    const tried = await ask(update.path, update)
    expect([tried.status, docsOf(tried.json)]).toEqual([409, `${CODES}#friend_list_limit`])
    const requests = [
      { id: 'a', operation: 'friends.update', body: update.body },
      { id: 'b', operation: 'friends.updat', body: {} },
    ]
    const { json } = await ask('/v1/batch', { path: '/v1/batch', body: { requests } })
    expect(json.responses?.map(({ body }) => docsOf(body))).toEqual([undefined, `${CODES}#not_found`])
  })

  test('in the answer of a job', async () => {
    await deployed.drain()
    await fault(deployed, { command: 'friend_update', fault: { errorCode: 30011 } })
    const { headers } = await ask(update.path, { ...update, headers: { prefer: 'respond-async' } })
    await deployed.drain()
    const { json } = await ask('/v1/jobs/{jobId}', { method: 'GET', path: headers.location ?? '' })
    expect(docsOf(Object(json).answer.body)).toBe(`${CODES}#friend_list_limit`)
  })
})
