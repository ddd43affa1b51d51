import { randomBytes } from 'node:crypto'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { jobIdOfEvent } from '../../../lib/jobs/job-ids.ts'
import { writeLetter } from '../../../lib/jobs/letters.ts'
import { readTables, startTables, type Tables } from '../../../local/aws/tables.ts'
import { Template } from '../../../local/aws/template.ts'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { SERVERLESS_YML, sdk, until } from '../local/fixture.ts'
import { COMPLETED, impatient, remark, STRANGER, Stage, type Told } from './fixture.ts'

let local: GuardedLocal
let stage: Stage
let tables: Tables
const lines: string[] = []
beforeAll(async () => {
  const log = (line: string) => lines.push(line)
  local = await startGuardedLocal({
    seed: strictSeed,
    environment: impatient,
    retryDelaysMs: [0, 0],
    log,
    verbose: true,
  })
  stage = new Stage(local)
  tables = local.tables!
})
afterAll(async () => {
  await tables.close()
  await local.close()
})
/** Each test has an account of its own, and leaves no letter behind. */
afterEach(async () => expect(await stage.counts('EventsDeadLetters')).toEqual({ visible: 0, held: 0 }))

/** Takes DynamoDB away until the work has come to rest as a letter; it comes back empty. */
async function withoutTables(work: () => Promise<unknown>): Promise<void> {
  const port = Number(new URL(local.tables!.url).port)
  await tables.close()
  await work()
  await stage.rest('EventsDeadLetters', 1)
  tables = await startTables({ port, tables: readTables(new Template(SERVERLESS_YML, {})) })
}

const facts = (letters: readonly Told[]) => letters.map(({ eventId, marks, result }) => [eventId, marks.join(), result])

test('an event that failed for want of the table is redriven under its own id, and done exactly once', async () => {
  let eventId = ''
  await withoutTables(async () => {
    eventId = await stage.put(remark('a', 'alice'))
  })
  const [letter, ...others] = await stage.tell('--run')
  expect(others).toEqual([])
  expect(letter).toMatchObject({ reason: 'RetriesExhausted', eventId, marks: [], result: 'redriven' })
  expect(letter!.detail).toMatch(/^STATE_UNAVAILABLE: The job can’t be queued now/)
  await stage.completed(eventId)
  // As if the redrive had broken off before the letter was gone.
  const event = { id: eventId, source: 'test', 'detail-type': 'chat.friends.update', detail: remark('a', 'alice') }
  await stage.lay('EventsDeadLetters', event)
  expect(facts(await stage.tell('--run'))).toEqual([[eventId, 'job already', 'redriven']])
  const queued = () => lines.filter((line) => line.includes('  event queued  ') && line.includes(eventId))
  await until(() => queued().length === 2)
  expect(stage.results(eventId)).toEqual([COMPLETED])
  expect(await stage.calls('alice')).toHaveLength(1)
})

test('a rule’s constant input becomes the job that its failed invocation would have made', async () => {
  const client = new LambdaClient(sdk(local.lambda.url))
  const input = { operation: 'friends.update', body: remark('a', 'bob', 'carol') }
  await withoutTables(() =>
    client.send(
      new InvokeCommand({
        FunctionName: 'chat-gateway-dev-events',
        InvocationType: 'Event',
        Payload: JSON.stringify(input),
      }),
    ),
  )
  client.destroy()
  const [letter] = await stage.tell('--run')
  expect(letter).toMatchObject({ operation: 'friends.update', app: 'default', marks: [], result: 'redriven' })
  await stage.completed(jobIdOfEvent(letter!.eventId!))
  expect(await stage.calls('bob')).toHaveLength(1)
})

test('an event that EventBridge could not deliver is redriven as it stood', async () => {
  const event = { id: 'never-delivered', source: 'test', 'detail-type': 'chat.friends.update' }
  await stage.lay(
    'EventsDeadLetters',
    { ...event, detail: remark('a', 'carol', 'alice') },
    { attributes: { ERROR_CODE: 'THROTTLING' }, by: 'events.amazonaws.com' },
  )
  const [letter] = await stage.tell('--run', '--reason', 'throttling', '--foreign', STRANGER)
  expect(letter).toMatchObject({ eventId: 'never-delivered', reason: 'THROTTLING', result: 'redriven' })
  await stage.completed('never-delivered')
})

test('an event whose account was written after it was sent is left alone, until it is forced', async () => {
  await stage.completed(await stage.queue(remark('newer', 'dave', 'alice')))
  const time = new Date(Date.now() - 60_000).toISOString()
  const event = { id: 'older', time, source: 'test', 'detail-type': 'chat.friends.update' }
  await stage.lay('EventsDeadLetters', { ...event, detail: remark('older', 'dave', 'alice') })
  const [letter] = await stage.tell('--run')
  const why = 'written since: needs --force'
  expect(letter).toMatchObject({ eventId: 'older', marks: ['written since'], result: 'skipped', why })
  expect(await stage.calls('dave')).toHaveLength(1)
  expect(facts(await stage.tell('--run', '--force'))).toEqual([['older', 'written since', 'redriven']])
  await stage.completed('older')
  expect(await stage.calls('dave')).toHaveLength(2)
})

test('an event that the gateway refused is redriven only where its reason is named, and rests again', async () => {
  const eventId = await stage.put({ userId: 'erin', friends: [] })
  await stage.rest('EventsDeadLetters', 1)
  const [letter] = await stage.tell('--run', '--force', '--drop')
  expect(letter).toMatchObject({ eventId, reason: 'INVALID_REQUEST', marks: ['refused'], result: 'skipped' })
  const { output } = await stage.redrive('--run', '--reason', 'INVALID_REQUEST')
  expect(output).toContain('it will again, unless what refused it was mended')
  await until(() => stage.results(eventId).length === 2)
  await stage.rest('EventsDeadLetters', 1)
  expect(facts(await stage.tell('--run', '--discard', '--reason', 'INVALID_REQUEST'))).toEqual([
    [eventId, 'refused', 'dropped'],
  ])
})

test('an event of which its caller had too much waiting is redriven by its reason, and done', async () => {
  const event = { id: 'e-limited', source: 'test', 'detail-type': 'chat.friends.update', detail: remark('h', 'alice') }
  const limited = { reason: 'RATE_LIMITED', operation: 'friends.update', app: '', content: { event } }
  await stage.lay('EventsDeadLetters', writeLetter(limited))
  expect(facts(await stage.tell('--run', '--reason', 'RATE_LIMITED'))).toEqual([['e-limited', 'refused', 'redriven']])
  await stage.completed('e-limited')
})

test('an event without room in its letter, or a result that nobody was told of, can’t be redriven, and the command says what to do', async () => {
  const content = { event: { note: randomBytes(1_000_000).toString('base64') } }
  const brief = { id: 'e-large', source: 'crm', 'detail-type': 'chat.friends.update' }
  const refused = { reason: 'INVALID_REQUEST', operation: 'friends.update', app: '', content, brief }
  await stage.lay('EventsDeadLetters', writeLetter(refused))
  const untold = { eventId: 'e-untold', result: 'chat.friends.update.failed' }
  await stage.lay('EventsDeadLetters', { reason: 'RESULT_REFUSED', operation: 'friends.update', app: '', ...untold })
  const letters = await stage.tell('--run', '--force', '--reason', 'INVALID_REQUEST,RESULT_REFUSED')
  expect(letters.toSorted((a, b) => a.reason.localeCompare(b.reason))).toMatchObject([
    { detail: expect.stringMatching(/^chat\.friends\.update from crm, 1333\d{3} bytes$/), marks: ['left out'] },
    { detail: 'chat.friends.update.failed', marks: ['untold'] },
  ])
  expect(letters.map(({ result }) => result)).toEqual(['skipped', 'skipped'])
  const { output } = await stage.redrive('--run', '--drop')
  expect(output).toContain('its sender must send it anew (needs --drop)')
  expect(output).toContain('2 letters: dropped 2.')
})

test('an event whose own id was too long is handed over as it is, and refused again', async () => {
  const event = { operation: 'friends.update', body: remark('a', 'henry'), id: 'x'.repeat(257) }
  await stage.lay('EventsDeadLetters', { reason: 'INVALID_REQUEST', operation: 'friends.update', app: '', event })
  expect((await stage.tell('--run', '--reason', 'INVALID_REQUEST'))[0]).toMatchObject({ result: 'redriven' })
  await stage.rest('EventsDeadLetters', 1)
  expect(await stage.tell('--run', '--discard', '--reason', 'INVALID_REQUEST')).toHaveLength(1)
})

test('what nothing can be made of is removed where that is asked for, and not before', async () => {
  await stage.lay('EventsDeadLetters', 'half a {')
  const [letter] = await stage.tell('--run', '--force')
  expect(letter).toMatchObject({ reason: 'UNREADABLE', result: 'skipped', why: 'unreadable: needs --drop' })
  const { output } = await stage.redrive('--run', '--drop')
  expect(output).toContain('1 letter: dropped 1.')
})
