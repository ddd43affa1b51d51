import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import {
  answers,
  doorbellOf,
  fillTables,
  jobIdIn,
  messageAbout,
  queues,
  seedOfRecords,
} from '../../support/earlier-version.ts'
import { callsOf } from '../../support/events.ts'

/** Tables as version 0.1 left them, and functions of this version over them. */
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(seedOfRecords(), { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1' })
  await fillTables(deployed.tables)
})
afterAll(() => deployed.close())

const look = (about: string) => deployed.http({ method: 'GET', path: answers.jobs[about]!.path, onlyHeaders: {} })
const jobs = Object.entries(answers.jobs).map(([about, { text }]) => [about, text] as const)
const ended = jobs.filter(([, text]) => text.includes('"finishedAt"'))
const waiting = jobs.filter(([, text]) => text.includes('"state":"queued"'))

test.each([...ended, ...waiting])('of the job “%s” the same is told, byte for byte', async (about, text) => {
  expect(await look(about)).toMatchObject({ status: 200, text })
})

test.each(Object.entries(answers.repeats))(
  'the request “%s”, repeated under its key, has its answer',
  async (_, repeat) => {
    const { request, replayed } = repeat
    const before = (await callsOf(deployed)).length
    const { status, headers, text } = await deployed.http(request)
    expect({ status, text, headers: { ...headers, 'x-request-id': undefined } }).toEqual({
      ...replayed,
      // Today a 202 says when to ask for the job, also where 0.1 did not.
      headers: { ...replayed.headers, 'x-request-id': undefined, ...(status === 202 && { 'retry-after': '1' }) },
    })
    expect(headers['idempotency-replayed']).toBe('true')
    expect(await callsOf(deployed)).toHaveLength(before)
  },
)

test('another body under a key of it is still another request', async () => {
  const { request } = answers.repeats.kept!
  const { status, json } = await deployed.http({
    ...request,
    body: { userId: 'kept', friends: [{ userId: 'f0', remark: 'x' }] },
  })
  expect([status, json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
})

test.each(Object.entries(answers.pages))('the cursor of %s leads on', async (_, { request, answer }) => {
  const { requestId: __, ...read } = (await deployed.http(request)).json
  expect(read).toEqual(answer)
})

/** Hands a doorbell to the worker as often as it comes back; what Chat was asked for meanwhile. */
async function ring(about: string): Promise<unknown[]> {
  const before = (await callsOf(deployed)).length
  const doorbell = doorbellOf(messageAbout(queues.JobsQueue, about))
  for (let times = 0; (await deployed.work([doorbell])).batchItemFailures.length > 0; times++)
    expect(times).toBeLessThan(5)
  return (await callsOf(deployed)).slice(before).map(({ body }) => body)
}

const resultsOf = (about: string) => {
  const jobId = jobIdIn(messageAbout(queues.JobsQueue, about))
  return deployed.results().filter(({ detail }) => detail.jobId === jobId)
}

const answerIn = async (about: string) =>
  (JSON.parse((await look(about)).text) as { readonly answer: { readonly body: object } }).answer.body

test('a job of today for the same account takes its turn behind one of 0.1', async () => {
  const body = { userId: 'queued', friends: [{ userId: 'f2', remark: 'of today' }] }
  deployed.sqs.calls.length = 0
  const asked = await deployed.http({ path: '/v1/friends/update', body, headers: { prefer: 'respond-async' } })
  expect(asked.status).toBe(202)
  const [rung] = deployed.sqs.calls.filter(({ action }) => action === 'SendMessage')
  expect(rung!.body.MessageGroupId).toBe(messageAbout(queues.JobsQueue, 'queued').group)
})

test('a job that nobody had begun is done whole, and what waits behind it as well', async () => {
  const sent = (await ring('queued')).flatMap((body) => (body as { UpdateItem: { To_Account: string }[] }).UpdateItem)
  expect(sent.map(({ To_Account }) => To_Account)).toEqual(['f0', 'f1', 'f2'])
  expect(await answerIn('queued')).toMatchObject({ outcome: 'ok', counts: { ok: 2, failed: 0, unknown: 0 } })
  expect(resultsOf('queued')).toMatchObject([{ type: 'chat.friends.update.completed' }])
})

test('of a job that was half done only what was left goes up, and all of it is told', async () => {
  expect(await ring('half')).toMatchObject([{ UpdateItem: [{ To_Account: 'f1' }] }])
  const results = ['f0', 'f1', 'f2'].map((userId) => ({ userId, status: 'ok' }))
  expect(await answerIn('half')).toEqual({
    outcome: 'ok',
    requestId: expect.any(String),
    counts: { ok: 3, failed: 0, unknown: 0 },
    results,
  })
  expect(resultsOf('half').map(({ detail }) => detail.answer.body.results)).toEqual([results])
})

test('what an item may have come to stays in doubt: the same refusal now says that it was done', async () => {
  expect(await ring('doubthalf')).toMatchObject([{ AddFriendItem: [{ To_Account: 'free' }] }])
  expect(await answerIn('doubthalf')).toMatchObject({
    outcome: 'partial',
    counts: { ok: 1, failed: 1, unknown: 0, pending: 1 },
    results: [
      { userId: 'asks', status: 'pending' },
      { userId: 'free', status: 'ok' },
      { userId: 'denies', status: 'failed', error: { code: 'ADD_DENIED' } },
    ],
  })
})

test.each([
  ['wholehalf', { From_Account: 'wholehalf' }, { outcome: 'ok' }],
  [
    'listhalf',
    { From_Account: 'listhalf', StartIndex: 0 },
    { friends: [{ userId: 'f0' }, { userId: 'f1' }], total: 3 },
  ],
  ['begun', { From_Account: 'begun' }, { counts: { ok: 1, failed: 0, unknown: 0 } }],
])('the job “%s”, of which an attempt had come to nothing or was broken off, is done', async (about, sent, answer) => {
  expect(await ring(about)).toMatchObject([sent])
  expect(await answerIn(about)).toMatchObject(answer)
})

test('a result that could not be told is told as it would have been', async () => {
  deployed.eventBridge.calls.length = 0
  expect(await ring('untold')).toEqual([])
  const [put] = deployed.eventBridge.calls.flatMap(
    ({ body }) => body.Entries as { DetailType: string; Detail: string }[],
  )
  const { detailType, detail } = answers.events.untold!
  expect(put).toMatchObject({ DetailType: detailType, Detail: detail })
})

test('a page’s cursor in the answer of a job leads on', async () => {
  const { cursor } = JSON.parse(answers.jobs.listed!.text).answer.body
  const page = await deployed.http({ path: '/v1/friends/list', body: { userId: 'listed', cursor } })
  expect(page.json).toMatchObject({ outcome: 'ok', friends: [{ userId: 'f2' }] })
})

test('the job of a kept answer that was queued is told of under the same key once it has ended', async () => {
  const { request, replayed } = answers.repeats.queued!
  const again = await deployed.http(request)
  expect([again.status, again.text]).toEqual([202, replayed.text])
})
