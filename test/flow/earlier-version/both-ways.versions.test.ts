import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jobIdOfEvent } from '../../../lib/jobs/job-ids.ts'
import { type Deployment, type Functions, recordOf, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, fault, remark, seedOf } from '../../support/events.ts'
import { bundlesBefore } from '../../support/version-before.ts'

/**
 * Two versions over the same tables, queue and bus, as both run while one replaces the other, and after going back: the one before this
 * line of releases, built from its commit, and today's. What either leaves, in every state that it can be in, the other goes on with.
 */
const SITUATIONS = [
  'queued',
  'event',
  'half',
  'doubt',
  'begun',
  'ended',
  'refused',
  'untold',
  'key',
  'later',
  'batch',
  'page',
  'letter',
  'unknown',
]
const both = ['before', 'today'] as const
type Which = (typeof both)[number]
const accounts = both.flatMap((first) => SITUATIONS.map((situation) => `${situation}-${first}`))

let deployed: Deployment
let versions: Readonly<Record<Which, Functions>>
beforeAll(async () => {
  deployed = await startDeployment(seedOf(accounts, 3, { friendsPage: 2 }), {
    JOB_ATTEMPTS: '3',
    JOB_RETRY_SECONDS: '0',
    UPSTREAM_ATTEMPTS: '1',
  })
  versions = { before: await deployed.coldFunctions(bundlesBefore()), today: deployed }
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const LATER = { prefer: 'respond-async' }
const friends = ['f0', 'f1', 'f2'].map((userId) => ({ userId, remark: 'x' }))

const show = (by: Functions, jobId: string) => by.http({ method: 'GET', path: `/v1/jobs/${jobId}`, onlyHeaders: {} })
const written = async () =>
  (await callsOf(deployed)).map(({ body }) =>
    ((body.UpdateItem ?? []) as { To_Account: string }[]).map(({ To_Account }) => To_Account),
  )

describe.each([
  ['before', 'today'],
  ['today', 'before'],
] as const)('what the version of %s leaves, that of %s goes on with:', (first, second) => {
  let one: Functions
  let other: Functions
  beforeAll(() => {
    ;[one, other] = [versions[first], versions[second]]
  })
  const account = (situation: string) => `${situation}-${first}`

  /** Has one version accept a job; its doorbell. */
  async function accept(situation: string, operation = 'friends.update', more: object = { friends }) {
    const path = `/v1/${operation.replace('.', '/')}`
    const { status, json } = await one.http({ path, body: { userId: account(situation), ...more }, headers: LATER })
    expect(status).toBe(202)
    const [doorbell] = await deployed.doorbells()
    return { doorbell: doorbell!, jobId: (json as { jobId: string }).jobId }
  }

  /** Its end is told, and both versions show it alike. */
  async function expectEnd(jobId: string, state: string, body: object): Promise<void> {
    const [text, same] = [(await show(one, jobId)).text, (await show(other, jobId)).text]
    expect(JSON.parse(text)).toMatchObject({ state, answer: { body } })
    expect(same).toBe(text)
    const [result, ...others] = deployed.results().filter(({ detail }) => detail.jobId === jobId)
    expect(others).toEqual([])
    expect(result).toMatchObject({ type: expect.stringMatching(`.${state}$`), detail: { answer: { body } } })
  }

  test('a job that waits, over HTTP and by an event', async () => {
    const { doorbell, jobId } = await accept('queued')
    expect((await show(other, jobId)).text).toBe((await show(one, jobId)).text)
    expect((await other.work([doorbell])).batchItemFailures).toEqual([])
    await expectEnd(jobId, 'completed', { outcome: 'ok', counts: { ok: 3 } })
    const event = eventOf('friends.update', remark(account('event'), 'f0', 'by an event'))
    await one.event(event)
    const [bell] = await deployed.doorbells()
    // The same event again, by way of the other: it is the same job.
    await other.event(event)
    expect((await other.work([bell!])).batchItemFailures).toEqual([])
    await expectEnd(jobIdOfEvent(event.id), 'completed', { outcome: 'ok' })
  })

  test('a job that is half done: the rest alone goes up, and all of it is told', async () => {
    const { doorbell, jobId } = await accept('half')
    await fault(deployed, { fault: { items: { f1: 30006 } } })
    expect((await one.work([doorbell])).batchItemFailures).toHaveLength(1)
    expect((await other.work([doorbell])).batchItemFailures).toEqual([])
    expect(await written()).toEqual([['f0', 'f1', 'f2'], ['f1']])
    const results = friends.map(({ userId }) => ({ userId, status: 'ok' }))
    await expectEnd(jobId, 'completed', { outcome: 'ok', counts: { ok: 3, failed: 0, unknown: 0 }, results })
  })

  test('a job of which an attempt may have done something: the repeat finds it done', async () => {
    const friend = { userId: account('unknown'), source: 'Web' }
    const { doorbell, jobId } = await accept('doubt', 'friends.add', { friends: [friend] })
    await fault(deployed, { fault: { errorCode: 30007, after: true } })
    expect((await one.work([doorbell])).batchItemFailures).toHaveLength(1)
    expect((await other.work([doorbell])).batchItemFailures).toEqual([])
    await expectEnd(jobId, 'completed', { outcome: 'ok', counts: { ok: 1 } })
  })

  test('a job whose worker died amid it', async () => {
    const friend = { userId: account('unknown'), source: 'Web' }
    const { doorbell, jobId } = await accept('begun', 'friends.add', { friends: [friend] })
    deployed.dynamo.breakNext('BatchWriteItem', 'cut', 40, 'PutRequest')
    expect((await one.work([doorbell])).batchItemFailures).toHaveLength(1)
    deployed.dynamo.mend()
    expect((await other.work([doorbell])).batchItemFailures).toEqual([])
    await expectEnd(jobId, 'completed', { outcome: 'ok', counts: { ok: 1 } })
  })

  test('a job that has ended well, or was refused, whose doorbell comes once more', async () => {
    const well = await accept('ended')
    await one.work([well.doorbell])
    await expectEnd(well.jobId, 'completed', { outcome: 'ok' })
    const refused = await accept('refused', 'friends.delete', { friendIds: ['nobody'], mutual: false })
    await one.work([refused.doorbell])
    const calls = await callsOf(deployed)
    expect((await other.work([well.doorbell])).batchItemFailures).toEqual([])
    expect((await other.work([refused.doorbell])).batchItemFailures).toEqual([])
    expect(await callsOf(deployed)).toEqual(calls)
    expect((await show(other, refused.jobId)).text).toBe((await show(one, refused.jobId)).text)
  })

  test('a result that nobody was told of', async () => {
    const { doorbell, jobId } = await accept('untold')
    deployed.eventBridge.breakNext('PutEvents', 'cut', 40)
    expect((await one.work([doorbell])).batchItemFailures).toHaveLength(1)
    expect(deployed.results()).toEqual([])
    deployed.eventBridge.mend()
    expect((await other.work([doorbell])).batchItemFailures).toEqual([])
    expect(await written()).toEqual([['f0', 'f1', 'f2']])
    await expectEnd(jobId, 'completed', { outcome: 'ok', counts: { ok: 3 } })
  })

  test('answers under an Idempotency-Key, of a request, of a batch and of a job', async () => {
    const key = (name: string) => ({ 'idempotency-key': `${name}-${first}` })
    const asked = { path: '/v1/friends/update', body: { userId: account('key'), friends }, headers: key('one') }
    const entry = { id: 'a', operation: 'friends.update', body: { userId: account('batch'), friends } }
    const batch = { path: '/v1/batch', body: { requests: [entry] }, headers: key('batch') }
    const later = {
      path: '/v1/friends/update',
      body: { userId: account('later'), friends },
      headers: { ...key('later'), ...LATER },
    }
    const answers = [await one.http(asked), await one.http(batch), await one.http(later)]
    const calls = await callsOf(deployed)
    expect(calls).toHaveLength(2)
    const repeats = [await other.http(asked), await other.http(batch), await other.http(later)]
    expect(repeats.map(({ status }) => status)).toEqual(answers.map(({ status }) => status))
    expect(repeats[0]!.text).toBe(answers[0]!.text)
    expect(repeats[1]!.json.responses![0]!.body).toEqual(answers[1]!.json.responses![0]!.body)
    expect(repeats[2]!.text).toBe(answers[2]!.text)
    expect(await callsOf(deployed)).toEqual(calls)
    const another = await other.http({ ...asked, body: { userId: account('key'), friends: [friends[0]] } })
    expect([another.status, another.json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    await deployed.drain()
  })

  test('a page’s cursor', async () => {
    const body = { userId: account('page') }
    const page = (await one.http({ path: '/v1/friends/list', body })).json as unknown as { cursor: unknown }
    const next = await other.http({ path: '/v1/friends/list', body: { ...body, cursor: page.cursor } })
    expect(next.json).toMatchObject({ outcome: 'ok', friends: [{ userId: 'f2' }] })
  })

  test('a letter, moved back by SQS’s own redrive', async () => {
    const { doorbell, jobId } = await accept('letter')
    await fault(deployed, { times: 3, fault: { errorCode: 30006 } })
    for (let attempt = 1; attempt < 3; attempt++) expect((await one.work([doorbell])).batchItemFailures).toHaveLength(1)
    expect((await one.work([doorbell])).batchItemFailures).toEqual([])
    const [letter] = await deployed.letters('jobs')
    const results = deployed.results().length
    expect((await other.work([recordOf(letter!)])).batchItemFailures).toEqual([])
    const [bell] = await deployed.doorbells()
    expect((await other.work([bell!])).batchItemFailures).toEqual([])
    expect((await show(one, jobId)).json).toMatchObject({ state: 'completed', answer: { body: { outcome: 'ok' } } })
    expect(deployed.results()).toHaveLength(results + 1)
  })

  test('a job of an operation that it does not know goes back to the one that does; the version before could not do that', async () => {
    const { doorbell, jobId } = await accept('unknown')
    const named = (operation: string) => deployed.changeJob(jobId, { operation: { S: operation } })
    await named('friends.praise')
    const isPutOff = (await other.work([doorbell])).batchItemFailures.length === 1
    expect(isPutOff).toBe(second === 'today')
    if (isPutOff) {
      await named('friends.update')
      expect((await one.work([doorbell])).batchItemFailures).toEqual([])
      return expectEnd(jobId, 'completed', { outcome: 'ok', counts: { ok: 3 } })
    }
    const letters = (await deployed.letters('jobs')).map(({ Body }) => JSON.parse(Body!))
    expect(letters).toMatchObject([{ reason: 'NOT_FOUND', operation: 'friends.praise', jobId }])
    return expectEnd(jobId, 'failed', { code: 'NOT_FOUND' })
  })
})
