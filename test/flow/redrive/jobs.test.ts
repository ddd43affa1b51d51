import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { announce } from '../../../lib/jobs/announce.ts'
import { JobQueue } from '../../../lib/jobs/job-queue.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { sdk, until } from '../local/fixture.ts'
import { COMPLETED, impatient, remark, Stage, startStage, type Told } from './fixture.ts'

const FAILED = 'chat.friends.update.failed'

let local: GuardedLocal
let stage: Stage
beforeAll(async () => {
  local = await startGuardedLocal({ seed: strictSeed, environment: impatient })
  stage = new Stage(local)
})
afterAll(() => local.close())
/** Each test has an account of its own, and leaves no letter behind. */
afterEach(async () => expect(await stage.counts('JobsDeadLetters')).toEqual({ visible: 0, held: 0 }))

/** A job that fails for a fault of Chat's; its letter is the `letters`th that rests. */
async function failed(body: object, letters = 1): Promise<string> {
  await stage.fault({ fault: { errorCode: 30006 } })
  const jobId = await stage.queue(body)
  await stage.rest('JobsDeadLetters', letters)
  // Told of last: all else about it is written down by then.
  await until(() => stage.results(jobId).includes(FAILED))
  return jobId
}

const facts = (letters: readonly Told[]) => letters.map(({ jobId, marks, result }) => [jobId, marks.join(), result])

test('a redriven job is done, its result goes out once, its letter is gone, and another run finds nothing', async () => {
  const jobId = await failed(remark('a', 'alice'))
  // Well within the five minutes in which SQS takes a doorbell of the same id for a repeat.
  expect(facts(await stage.tell('--run'))).toEqual([[jobId, '', 'redriven']])
  await stage.completed(jobId)
  expect(await stage.counts('JobsDeadLetters')).toEqual({ visible: 0, held: 0 })
  const { code, output } = await stage.redrive('--run')
  expect([code, output]).toEqual([0, 'No letter rests there.'])
  expect(stage.results(jobId)).toEqual([FAILED, COMPLETED])
  expect(await stage.calls('alice')).toEqual([['bob'], ['bob']])
})

test('what a job had done of its work is not done again', async () => {
  await stage.fault({ fault: { items: { id1: 30006 } } })
  const friends = ['id1', 'id2'].map((userId) => ({ userId, remark: 'half' }))
  const jobId = await stage.queue({ userId: 'id', friends })
  await stage.completed(jobId)
  expect(facts(await stage.tell('--run'))).toEqual([[jobId, '', 'redriven']])
  await until(() => stage.results(jobId).length === 2)
  expect(await stage.calls('id')).toEqual([['id1', 'id2'], ['id1']])
})

/** What a redrive does for a job before it takes the letter away. */
async function reviveOnly(jobId: string, isRung: boolean): Promise<void> {
  await stage.tell()
  const jobs = new Jobs({ table: new StateTable('chat-gateway-dev-jobs'), clock: systemClock })
  const queue = new JobQueue({ url: stage.local.queues!.queues.JobsQueue!.url, lettersUrl: '' })
  const job = (await jobs.revive((await jobs.get(jobId))!))!
  if (isRung) await announce({ jobs, queue }, job, { again: `-${job.order}` })
}

test('after a redrive that broke off before it rang, the next one rings, and the job is done once', async () => {
  const jobId = await failed(remark('a', 'bob', 'carol'))
  await reviveOnly(jobId, false)
  expect(facts(await stage.tell())).toEqual([[jobId, 'queued again', 'redrive']])
  expect(facts(await stage.tell('--run'))).toEqual([[jobId, 'queued again', 'redriven']])
  await stage.completed(jobId)
  expect(await stage.calls('bob')).toHaveLength(2)
})

test('a job that a redrive can’t ring for is not done behind the operator’s back, and the next run goes on with it', async () => {
  const jobId = await failed(remark('refused', 'erin', 'carol'))
  const { queues } = local.doors
  queues.breakNext('SendMessage', 'cut', 20, jobId)
  const { code, complaints } = await stage.redrive('--run')
  expect([code, complaints]).toEqual([1, expect.stringMatching(/^Redriving: ECONNRESET/)])
  queues.mend()
  await stage.completed(await stage.queue(remark('newer', 'erin', 'carol')))
  expect(await stage.calls('erin')).toHaveLength(2)
  expect(facts(await stage.tell('--run'))).toEqual([[jobId, 'queued again', 'redriven']])
  await stage.completed(jobId)
})

test('after one that broke off before the letter was gone, the job is not done a second time', async () => {
  const jobId = await failed(remark('a', 'dave', 'alice'))
  await reviveOnly(jobId, true)
  await stage.completed(jobId)
  expect(facts(await stage.tell('--run', '--force'))).toEqual([[jobId, 'ended since', 'skipped']])
  expect(facts(await stage.tell('--run', '--drop'))).toEqual([[jobId, 'ended since', 'dropped']])
  expect(await stage.calls('dave')).toHaveLength(2)
})

test('a letter whose account was written since is left alone, until it is forced', async () => {
  const jobId = await failed(remark('older', 'carol', 'alice'))
  await stage.completed(await stage.queue(remark('newer', 'carol', 'alice')))
  const [letter, ...others] = await stage.tell('--run')
  expect(others).toEqual([])
  const why = 'written since: needs --force'
  expect(letter).toMatchObject({ jobId, marks: ['written since'], result: 'skipped', why })
  expect(await stage.counts('JobsDeadLetters')).toEqual({ visible: 1, held: 0 })
  expect(facts(await stage.tell('--run', '--force'))).toEqual([[jobId, 'written since', 'redriven']])
  await stage.completed(jobId)
  const { apps } = await stage.emulator<{ apps: { default: { accounts: { carol: { friends: object } } } } }>('state')
  expect(apps.default.accounts.carol.friends).toMatchObject({ alice: { remark: 'older' } })
})

test('letters of one account are redriven in one run and in their order: what did nothing is not held against them, nor what the run itself does', async () => {
  const early = await failed({ app: 'europe', ...remark('early', 'anna', 'ben') })
  const late = await failed({ app: 'europe', ...remark('late', 'anna', 'ben') }, 2)
  const letters = await stage.tell('--run')
  expect(facts(letters)).toEqual([
    [early, '', 'redriven'],
    [late, '', 'redriven'],
  ])
  await stage.completed(early)
  await stage.completed(late)
  const { apps } = await stage.emulator<{ apps: { europe: { accounts: { anna: { friends: object } } } } }>('state')
  expect(apps.europe.accounts.anna.friends).toMatchObject({ ben: { remark: 'late' } })
})

test('a job that fails again comes to rest again, and the run that redrove it ends; it can be discarded', async () => {
  const jobId = await stage.queue(remark('a', 'nobody-here'))
  await stage.rest('JobsDeadLetters', 1)
  const [letter, ...again] = facts(await stage.tell('--run'))
  expect(letter).toEqual([jobId, '', 'redriven'])
  expect(again.filter(([, , result]) => result !== 'skipped')).toEqual([])
  await until(() => stage.results(jobId).length === 2)
  await stage.rest('JobsDeadLetters', 1)
  expect(await stage.calls('nobody-here')).toHaveLength(2)
  const { output } = await stage.redrive('--run', '--discard', '--reason', 'ACCOUNT_NOT_FOUND')
  expect(output).toContain('1 letter: dropped 1.')
})

test('a letter that SQS moves back into the jobs queue has its job done, be it its first letter or one after a redrive', async () => {
  const jobId = await failed({ app: 'europe', ...remark('moved', 'ben', 'anna') })
  await stage.fault({ fault: { errorCode: 30006 } })
  expect(facts(await stage.tell('--run'))[0]).toEqual([jobId, '', 'redriven'])
  await until(() => stage.results(jobId).length === 2)
  await stage.rest('JobsDeadLetters', 1)
  // Within five minutes of the redrive's ring: the queue must not take the letter for a repeat of it.
  await stage.moveBack()
  await stage.completed(jobId)
  expect(stage.results(jobId)).toEqual([FAILED, FAILED, COMPLETED])
})

test('where the account was written since, it rests again as MOVED_BACK and says what it was, until it is forced', async () => {
  const jobId = await failed(remark('older', 'erin', 'carol'))
  await stage.completed(await stage.queue(remark('newer', 'erin', 'carol')))
  await stage.moveBack()
  await stage.rest('JobsDeadLetters', 1)
  const [letter] = await stage.tell('--run')
  const rested = { jobId, reason: 'MOVED_BACK', detail: 'UPSTREAM_INTERNAL', operation: 'friends.update' }
  expect(letter).toMatchObject({ ...rested, marks: ['written since'], result: 'skipped' })
  expect(await stage.stateOf(jobId)).toBe('failed')
  expect(facts(await stage.tell('--run', '--force'))).toEqual([[jobId, 'written since', 'redriven']])
  await stage.completed(jobId)
})

test('a doorbell that SQS put away is rung anew for the job that still waits; a letter that came too early is left alone', async () => {
  const patient = await startStage({ environment: { JOB_ATTEMPTS: '5' } })
  const { JobsQueue, JobsDeadLetters } = patient.local.queues!.queues
  const client = new SQSClient(sdk(patient.local.queues!.url))
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: JobsDeadLetters!.arn, maxReceiveCount: 1 })
  await client.send(new SetQueueAttributesCommand({ QueueUrl: JobsQueue!.url, Attributes: { RedrivePolicy } }))
  client.destroy()
  await patient.fault({ fault: { errorCode: 30006 } })
  const jobId = await patient.queue(remark('a'))
  await patient.rest('JobsDeadLetters', 1)
  // The first job of the account. A worker writes its letter first, and only then that the job has ended.
  const early = { reason: 'UPSTREAM_INTERNAL', operation: 'friends.update', app: 'default', jobId }
  await patient.lay('JobsDeadLetters', early, { deduplicationId: `${jobId}-1` })
  const letters = await patient.tell('--run', '--force', '--drop')
  const from = JobsQueue!.arn
  expect(letters.map(({ reason, marks, result, from }) => [reason, marks.join(), result, from]).sort()).toEqual([
    ['CRASH_LOOP', '', 'redriven', from],
    ['UPSTREAM_INTERNAL', 'under way', 'skipped', undefined],
  ])
  await patient.completed(jobId)
  expect(await patient.calls('alice')).toHaveLength(2)
  expect(facts(await patient.tell('--run', '--force'))).toEqual([[jobId, 'ended since', 'skipped']])
})
