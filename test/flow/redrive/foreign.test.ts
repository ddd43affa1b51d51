import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { sdk, until } from '../local/fixture.ts'
import { impatient, remark, STRANGER, Stage, type Told } from './fixture.ts'

/** Letters that somebody laid down who may send to every queue of the account, or name ours as the place for their dead letters. */

let local: GuardedLocal
let stage: Stage
beforeAll(async () => {
  local = await startGuardedLocal({ seed: strictSeed, environment: impatient })
  stage = new Stage(local)
})
afterAll(() => local.close())
beforeEach(async () => {
  await local.queues!.purge()
})

const forgedEvent = (id: string) => ({
  requestContext: { requestId: id, functionArn: 'arn', condition: 'RetriesExhausted' },
  requestPayload: { operation: 'friends.update', body: remark('forged', 'dave', 'alice'), id, source: 'aws.events' },
})
const facts = (letters: readonly Told[]) => letters.map(({ marks, result, why }) => [marks.join(), result, why])
const LEFT = ['foreign', 'skipped', `foreign: needs --foreign ${STRANGER}`]

/** @param resting letters of jobs, once its own is there */
async function failed(text: string, userId: string, resting = 1): Promise<string> {
  await stage.fault({ fault: { errorCode: 30006 } })
  const jobId = await stage.queue(remark(text, userId, 'carol'))
  await stage.rest('JobsDeadLetters', resting)
  await until(async () => (await stage.stateOf(jobId)) === 'failed')
  return jobId
}

test('a forged event is shown with its sender and left alone, whatever else is asked for, until the sender is named', async () => {
  await stage.lay('EventsDeadLetters', forgedEvent('forged-1'), { by: 'somebody' })
  const everything = ['--run', '--force', '--drop', '--reason', 'RetriesExhausted']
  const [letter, ...others] = await stage.tell(...everything)
  expect(others).toEqual([])
  expect(letter).toMatchObject({ sender: STRANGER, eventId: 'forged-1' })
  for (const flags of [everything, [...everything, '--discard'], [...everything, '--foreign', 'AROAEVENTSROLE:x']]) {
    expect(facts(await stage.tell(...flags))).toEqual([LEFT])
  }
  const { output } = await stage.redrive('--run')
  expect(output).toMatch(new RegExp(`forged-1 +${STRANGER} +foreign +skipped$`, 'm'))
  expect(output).toContain('no function of the gateway: it may say anything, and be done as anybody (needs --foreign)')
  expect(output).toContain(`1 foreign: needs --foreign ${STRANGER}`)
  expect([await stage.counts('EventsDeadLetters'), await stage.calls('dave')]).toEqual([{ visible: 1, held: 0 }, []])
  expect(facts(await stage.tell('--discard', '--reason', 'RetriesExhausted', '--foreign', STRANGER))).toEqual([
    ['foreign', 'drop', undefined],
  ])
  expect(facts(await stage.tell('--run', '--foreign', `x, ${STRANGER}`))).toEqual([['foreign', 'redriven', undefined]])
  await stage.completed('forged-1')
})

test('the gateway’s own letters are nobody’s but theirs: the function’s, the worker’s, and Lambda’s with the function’s role', async () => {
  await stage.lay('EventsDeadLetters', forgedEvent('genuine'))
  await failed('own', 'alice')
  const letters = await stage.tell()
  expect(letters.map(({ sender, from, marks }) => [sender, from, marks]).sort()).toEqual([
    ['AROAEVENTSROLE:chat-gateway-dev-events', undefined, []],
    ['AROAWORKERROLE:chat-gateway-dev-worker', undefined, []],
  ])
})

test('the worker’s role is no sender of events’ letters, nor the function’s of jobs’', async () => {
  await stage.lay('EventsDeadLetters', forgedEvent('crossed'), { by: 'chat-gateway-dev-worker' })
  await stage.lay('JobsDeadLetters', { reason: 'R', jobId: 'j' }, { by: 'chat-gateway-dev-events' })
  expect((await stage.tell()).map(({ marks }) => marks[0])).toEqual(['foreign', 'foreign'])
})

/** A queue of somebody's that names ours as the place for its dead letters, and a message in it that nobody could handle. */
async function putAwayFrom(queue: string, body: object): Promise<void> {
  const client = new SQSClient(sdk(local.queues!.url))
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: local.queues!.queues.JobsDeadLetters!.arn,
    maxReceiveCount: 1,
  })
  const Attributes = { FifoQueue: 'true', VisibilityTimeout: '0', RedrivePolicy }
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: queue, Attributes }))
  const ids = { MessageGroupId: 'g', MessageDeduplicationId: queue }
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body), ...ids }))
  await until(async () => {
    await client.send(new ReceiveMessageCommand({ QueueUrl }))
    return (await stage.counts('JobsDeadLetters')).visible > 0
  })
  client.destroy()
}

test('a letter that SQS put away from another queue than that of doorbells is shown with that queue, and left alone', async () => {
  await putAwayFrom('elsewhere.fifo', { jobId: 'j' })
  const elsewhere = 'arn:aws:sqs:local-1:000000000000:elsewhere.fifo'
  const [letter] = await stage.tell('--foreign', STRANGER)
  expect(letter).toMatchObject({ from: elsewhere, result: 'skip', why: `foreign: needs --foreign ${elsewhere}` })
  expect((await stage.redrive()).output).toContain(`${STRANGER} via ${elsewhere}`)
  expect(facts(await stage.tell('--drop', '--foreign', elsewhere))).toEqual([['foreign,job gone', 'drop', undefined]])
})

test('a letter that does not fit its job’s record is none of the worker’s, and revives nothing', async () => {
  const jobId = await failed('fits', 'bob')
  const own = { reason: 'UPSTREAM_INTERNAL', operation: 'friends.update', app: 'default', jobId, order: 1 }
  const forged = [{ operation: 'friends.delete-all' }, { app: 'europe' }, { order: 1000 }]
  for (const change of forged) await stage.lay('JobsDeadLetters', { ...own, ...change })
  const letters = await stage.tell('--run', '--force', '--discard', '--reason', 'none')
  expect(letters).toEqual([])
  const told = (await stage.tell('--force')).map(({ marks, result, why }) => [marks.join(), result, why])
  const unfit = ['fits no job', 'skip', 'fits no job: needs --drop']
  expect(told.sort()).toEqual([['', 'redrive', undefined], unfit, unfit, unfit])
})

test('a letter whose job’s id is no id is unreadable, and holds up none of the others', async () => {
  await stage.lay('JobsDeadLetters', { reason: 'RATE_LIMITED', jobId: 'x'.repeat(3000) })
  await failed('behind', 'erin', 2)
  expect((await stage.tell()).map(({ marks }) => marks.join()).sort()).toEqual(['', 'unreadable'])
})

test('what a letter says reaches the terminal as nothing that it obeys, and no longer than a cell', async () => {
  const hostile = `\u001b]52;c;cm0gLXJmIH4=\u0007\u009b2J\u202e\r\n`
  const detail = { app: hostile + 'x'.repeat(600_000), userId: 'dave' }
  const event = { id: `${hostile}id`, source: 'crm', 'detail-type': `chat.${hostile}`, detail }
  const attributes = { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: hostile }
  await stage.lay('EventsDeadLetters', event, { attributes })
  const reports = [await stage.redrive(), await stage.redrive('--json'), await stage.redrive('--reason', 'X', '--json')]
  const text = reports.map(({ output, complaints }) => output + complaints).join('\n')
  expect(text).toContain('\\u001b]52')
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  expect(text.length).toBeLessThan(10_000)
  expect(JSON.parse(reports[1]!.output).letters[0].eventId).toBe(`${hostile}id`)
})
