import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { breakOff } from '../../support/break-off.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, fault } from '../../support/events.ts'

/** A message may be sent again for 0.9 s after its first attempt, since Chat drops the repeat; then nobody knows what it would do. */
const WINDOW_MS = 900

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { UPSTREAM_TIMEOUT_MS: '2000' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())
// Time stands still, for the tables and Chat as well.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }))
afterEach(() => void vi.useRealTimers())
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

const body = { userId: 'alice', peerId: 'bob', elements: [{ type: 'text', text: 'hi' }] }
const send = (headers: Readonly<Record<string, string>>, more: object = {}) =>
  deployed.http({ path: '/v1/messages/send', body: { ...body, ...more }, headers })
const numbersSent = async () => (await callsOf(deployed)).map(({ body: { MsgSeq, MsgRandom } }) => [MsgSeq, MsgRandom])
const UNKNOWN = { outcome: 'unknown', code: 'INTERRUPTED', retryable: false }

interface Said {
  readonly clientMessageId?: string
  readonly detail?: string
}

/** What comes of a job so long after a worker began with it that died; and `attempts` workers before that one. */
async function afterDeath(ms: number, { attempts = 0, more = {} }: { attempts?: number; more?: object } = {}) {
  const { headers } = await send({ prefer: 'respond-async' }, more)
  const jobs = new Jobs({ table: new StateTable(deployed.tables.jobsName), clock: systemClock })
  const job = (await jobs.get(headers.location!.split('/').at(-1)!))!
  if (attempts > 0) await jobs.progress(job, attempts)
  await jobs.queues.begin(job.group, [job.order], 0)
  pass(ms)
  await deployed.drain()
  const { json } = await deployed.http({ method: 'GET', path: headers.location! })
  return json as unknown as { readonly state: string; readonly answer: { readonly body: Said } }
}

describe('a job whose worker died', () => {
  test('within the time goes out again, with the numbers of its one send', async () => {
    const { state, answer } = await afterDeath(WINDOW_MS - 1)
    expect([state, answer.body]).toMatchObject(['completed', { outcome: 'ok' }])
    await send({}, { clientMessageId: answer.body.clientMessageId })
    const [first, second] = await numbersSent()
    expect(second).toEqual(first)
  })

  test('leaves no other of its pair in doubt: each is begun by itself', async () => {
    const [first] = [await send({ prefer: 'respond-async' }), await send({ prefer: 'respond-async' })]
    const jobs = new Jobs({ table: new StateTable(deployed.tables.jobsName), clock: systemClock })
    const { group, order } = (await jobs.get(first.headers.location!.split('/').at(-1)!))!
    await fault(deployed, { command: 'sendmsg', fault: { kind: 'silence' } })
    const working = deployed.drain()
    await expect.poll(() => callsOf(deployed)).toHaveLength(1)
    expect((await jobs.queues.stateOf(group)).begun).toEqual(new Set([order]))
    await working
    expect(await callsOf(deployed)).toHaveLength(3)
  })

  test('later ends as unknown, with how to look and nothing sent', async () => {
    const { state, answer } = await afterDeath(WINDOW_MS)
    expect([state, answer.body]).toMatchObject(['failed', UNKNOWN])
    expect(answer.body).not.toHaveProperty('retry')
    expect(answer.body.detail).toMatch(/with random \d+ and seq \d+\.$/)
    expect(answer.body.clientMessageId).toMatch(/^[\w-]{22}$/)
    expect(await callsOf(deployed)).toEqual([])
  })

  test.each([
    ['the id that its caller chose', { clientMessageId: 'chosen' }],
    ['the id that it got as a job', {}],
  ])('and one worker after another before it ends with %s, and its numbers', async (_, more) => {
    const { state, answer } = await afterDeath(0, { attempts: 99, more })
    expect([state, answer.body]).toMatchObject(['failed', { ...UNKNOWN, ...more }])
    const { clientMessageId, detail } = answer.body
    expect(await callsOf(deployed)).toEqual([])
    await send({}, { clientMessageId })
    const [[seq, random] = []] = await numbersSent()
    expect(detail).toMatch(new RegExp(` with random ${random} and seq ${seq}\\.$`))
  })
})

describe('a request under a key that broke off', () => {
  const keyed = async (key: string) => (await send({ 'idempotency-key': key })).json as Said

  test('is sent again within the time, as the same send', async () => {
    const first = await keyed('soon')
    await breakOff(deployed)
    pass(WINDOW_MS - 1)
    const again = await keyed('soon')
    expect(again).toMatchObject({ outcome: 'ok', clientMessageId: first.clientMessageId })
    const [one, same, ...more] = await numbersSent()
    expect([same, more]).toEqual([one, []])
  })

  test('is answered as unknown later, and nothing is sent', async () => {
    const first = await keyed('late')
    await breakOff(deployed)
    pass(WINDOW_MS)
    const again = await keyed('late')
    expect(again).toMatchObject({ ...UNKNOWN, clientMessageId: first.clientMessageId })
    expect(again.detail).toMatch(/with random \d+ and seq \d+\.$/)
    expect(await callsOf(deployed)).toHaveLength(1)
  })
})
