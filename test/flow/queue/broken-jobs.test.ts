import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { batchOf, callsOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_ATTEMPTS: '2', JOB_RETRY_SECONDS: '0' })
})
afterAll(() => deployed.close())

/** Gives a job an earlier answer of a shape that no version of ours has written: what reads it breaks. */
async function breakJob(jobId: string, body: object): Promise<void> {
  const answer = gzipSync(JSON.stringify({ status: 502, body: { outcome: 'partial', retry: body, results: 5 } }))
  await deployed.changeJob(jobId, { answer: { B: answer }, answerMore: { N: '0' }, answerVersion: { N: '1' } })
}

const endings = () => deployed.results().map(({ type }) => type.split('.').at(-1))

test('a job that breaks the worker fails by itself, after its attempts, and spoils no other of its account', async () => {
  const middle = remark('alice', 'carol', 'breaks')
  const batch = await batchOf(deployed, remark('alice', 'bob', 'before'), middle, remark('alice', 'dave', 'behind'))
  await breakJob(JSON.parse(batch[1]!.body).jobId, middle)
  const first = await deployed.work(batch)
  expect(first.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m1', 'm2'])
  expect([endings(), await deployed.letters('jobs')]).toEqual([['completed'], []])
  expect(deployed.output.text()).toMatch(/"message":"job broke".*"attempts":1.*"JobsBroken":1/)
  expect((await deployed.work(batch.slice(1))).batchItemFailures).toEqual([])
  expect(endings().toSorted()).toEqual(['completed', 'completed', 'failed'])
  const [letter] = await deployed.letters('jobs')
  expect(JSON.parse(letter!.Body!)).toMatchObject({ reason: 'INTERNAL', jobId: JSON.parse(batch[1]!.body).jobId })
  expect((await callsOf(deployed)).at(-1)!.body.UpdateItem).toMatchObject([{ To_Account: 'dave' }])
})

test('an item of more custom fields than are taken now is refused, though a version before has queued it', async () => {
  const [middle, count] = [remark('alice', 'carol', 'queued long ago'), 20_000]
  const batch = await batchOf(deployed, remark('alice', 'bob', 'before'), middle, remark('alice', 'dave', 'behind'))
  const { jobId } = JSON.parse(batch[1]!.body)
  const letters = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
  const custom = Object.fromEntries(Array.from({ length: count }, (_, index) => [letters(index), '']))
  const body = gzipSync(JSON.stringify({ ...middle, friends: [{ userId: 'carol', custom }] }))
  await deployed.changeJob(jobId, { body: { B: body }, bodyMore: { N: '0' } })
  const [before, told] = [(await callsOf(deployed)).length, deployed.results().length]
  expect((await deployed.work(batch)).batchItemFailures).toEqual([])
  const refusal = { code: 'INVALID_REQUEST', errors: [{ pointer: '/friends/0/custom' }] }
  const results = deployed.results().slice(told)
  expect(results.filter(({ type }) => type.endsWith('.failed'))).toMatchObject([
    { detail: { answer: { status: 400, body: refusal } } },
  ])
  expect(results).toHaveLength(3)
  const [letter] = await deployed.letters('jobs')
  expect(JSON.parse(letter!.Body!)).toMatchObject({ reason: 'INVALID_REQUEST', jobId })
  const sent = (await callsOf(deployed)).slice(before).flatMap((call) => call.body.UpdateItem)
  expect(sent).toMatchObject([{ To_Account: 'bob' }, { To_Account: 'dave' }])
})
