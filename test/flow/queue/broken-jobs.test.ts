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
  const answer = gzipSync(JSON.stringify({ status: 502, body: { retry: body, results: 5 } }))
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
