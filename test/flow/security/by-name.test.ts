import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, remark } from '../../support/events.ts'
import { resultsOn } from '../../support/results.ts'

/** Every operation that is granted by its name, through every door of the built functions: no wildcard over families lets it in. */

const guarded = [...operations.values()].filter(({ byName }) => byName).map(({ name }) => name)

const CALLER = 'arn:aws:sts::123456789012:assumed-role/crm/session'
const POLICY = [{ callers: ['*'], apps: ['*'], operations: ['*', '*.*'] }]

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', ACCESS_POLICY: JSON.stringify(POLICY) })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const WRITE = { caller: CALLER, body: remark('alice', 'bob', 'x') }

test('the wildcard grants what is not', async () => {
  expect((await deployed.http(WRITE)).status).toBe(200)
})

describe.each(guarded)('%s', (operation) => {
  test('is refused to a request, and to an entry of a batch alone', async () => {
    const { status, json } = await deployed.http({
      caller: CALLER,
      path: `/v1/${operation.replace('.', '/')}`,
      body: {},
    })
    expect([status, json.code]).toEqual([403, 'FORBIDDEN'])
    expect(json.detail).toContain(`add ${operation} to the operations of a grant`)
    const requests = [
      { id: 'a', operation, body: {} },
      { id: 'b', operation: 'friends.update', body: WRITE.body },
    ]
    const batch = await deployed.http({ caller: CALLER, path: '/v1/batch', body: { requests } })
    expect(batch.json.responses!.map((one) => one.status)).toEqual([403, 200])
  })

  test('is refused to an event, which becomes a letter and a result', async () => {
    const before = resultsOn(deployed.bus).length
    await deployed.event(eventOf(operation, {}))
    expect((await deployed.letters('events')).map(({ Body }) => JSON.parse(Body!).reason)).toEqual(['FORBIDDEN'])
    expect(resultsOn(deployed.bus, before).map(({ type }) => type)).toEqual([`chat.${operation}.failed`])
    expect(await deployed.waiting()).toBe(0)
  })

  test('is refused to a job that stands in the queue', async () => {
    const accepted = await deployed.http({ ...WRITE, headers: { prefer: 'respond-async' } })
    const location = accepted.headers.location!
    await deployed.changeJob(location.split('/').at(-1)!, { operation: { S: operation } })
    await deployed.drain()
    const { json } = await deployed.http({ method: 'GET', path: location, caller: CALLER })
    expect(json).toMatchObject({ state: 'failed', answer: { status: 403, body: { code: 'FORBIDDEN' } } })
    expect(await callsOf(deployed)).toEqual([])
  })
})
