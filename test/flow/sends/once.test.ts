import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { breakOff } from '../../support/break-off.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, fault } from '../../support/events.ts'
import type { Asked } from '../../support/gateway/invocation.ts'

/** What is sent once whatever happens, by push.send: whoever gets a push twice gets it with all the others. */
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1', JOB_ATTEMPTS: '3' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const body = { audience: { everyone: true }, elements: [{ type: 'text', text: 'hi' }] }
const send = (more: Partial<Asked> = {}) => deployed.http({ path: '/v1/push/send', body, ...more })
const keyed = (key: string) => send({ headers: { 'idempotency-key': key } })
const later = { prefer: 'respond-async' }
const show = async (path: string | undefined) =>
  (await deployed.http({ method: 'GET', path: path ?? '' })).json as unknown as {
    state: string
    answer: { status: number; body: Readonly<Record<string, unknown>> }
  }
const numbersSent = async () => (await callsOf(deployed)).map((call) => call.body.MsgRandom)

/** Works until the job has ended, which may take a second: so long lies between two pushes. */
async function ended(location: string | undefined) {
  const state = async () => {
    await deployed.drain()
    return (await show(location)).state
  }
  await expect.poll(state).toMatch(/completed|failed/)
  return show(location)
}

/** Chat pushes, and its answer never comes back. */
const lost = () => fault(deployed, { command: 'im_push', fault: { kind: 'cut', after: true } })

test('a message that is too long and a tag asked for twice are told before anything is queued', async () => {
  const wrong = {
    audience: { tags: { all: ['a', 'b'], any: ['c', 'b'] } },
    elements: [{ type: 'text', text: 'x'.repeat(12_288) }],
  }
  const told = { code: 'INVALID_REQUEST', errors: [{ pointer: '/audience/tags/any/1' }, { pointer: '/elements' }] }
  expect(await send({ body: wrong, headers: later })).toMatchObject({ status: 400, json: told })
  await deployed.event(eventOf('push.send', wrong))
  expect(deployed.results()).toMatchObject([{ detail: { answer: { status: 400, body: told } } }])
  expect(await callsOf(deployed)).toEqual([])
})

describe('under a key', () => {
  test('the id that is answered is the key’s own, the same for each request, and another for another key', async () => {
    await fault(deployed, { command: 'im_push', times: 2, fault: { errorCode: 91000 } })
    const [first, second, other] = [await keyed('k'), await keyed('k'), await keyed('l')]
    expect([first, second, other].map(({ status }) => status)).toEqual([502, 502, 200])
    const ids = [first, second, other].map(({ json }) => (json as { clientMessageId?: string }).clientMessageId)
    expect(ids[0]).toMatch(/^[\w-]{22}$/)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
    const [one, same, another] = await numbersSent()
    expect([same === one, another === one]).toEqual([true, false])
  })

  test('a request that broke off after its call is answered as unknown, and nothing is sent again', async () => {
    const first = await keyed('broken')
    expect(first.status).toBe(200)
    await breakOff(deployed)
    const again = await keyed('broken')
    expect([again.status, again.json]).toMatchObject([
      504,
      { code: 'INTERRUPTED', outcome: 'unknown', retryable: false },
    ])
    expect((again.json as { clientMessageId?: string }).clientMessageId).toBe(
      (first.json as { clientMessageId?: string }).clientMessageId,
    )
    expect(await callsOf(deployed)).toHaveLength(1)
    expect((await keyed('broken')).headers['idempotency-replayed']).toBe('true')
    expect(await callsOf(deployed)).toHaveLength(1)
  })

  test('nor is a job queued in place of one that broke off before it was queued', async () => {
    expect((await keyed('queued')).status).toBe(200)
    await breakOff(deployed)
    const again = await send({ headers: { 'idempotency-key': 'queued', ...later } })
    expect(again.json).toMatchObject({ code: 'INTERRUPTED', outcome: 'unknown' })
    expect(await deployed.drain()).toBe(0)
    expect(await callsOf(deployed)).toHaveLength(1)
  })
})

describe('a job', () => {
  test('is one send however often it is tried: its id and its numbers stay', async () => {
    await fault(deployed, { command: 'im_push', fault: { errorCode: 91000 } })
    const { headers } = await send({ headers: later })
    const { state, answer } = await ended(headers.location)
    expect([state, answer]).toMatchObject(['completed', { status: 200, body: { outcome: 'ok' } }])
    const sent = await numbersSent()
    expect(sent).toHaveLength(2)
    expect(new Set(sent).size).toBe(1)
  })

  test('whose call may have pushed ends as unknown, and is not tried again', async () => {
    await lost()
    const { headers } = await send({ headers: later })
    const { state, answer } = await ended(headers.location)
    expect([state, answer]).toMatchObject(['failed', { body: { outcome: 'unknown', retryable: false } }])
    expect(answer.body.retry).toBeUndefined()
    expect(await callsOf(deployed)).toHaveLength(1)
  })
})
