import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { impatient, remark, Stage, type Told } from './fixture.ts'

let local: GuardedLocal
let stage: Stage
let failedJob: string
let invalidEvent: string

/** One letter of every kind; all but two are of different accounts. */
beforeAll(async () => {
  local = await startGuardedLocal({ seed: strictSeed, environment: impatient })
  stage = new Stage(local)
  await stage.fault({ fault: { errorCode: 30006 } })
  failedJob = await stage.queue(remark('a'))
  await stage.rest('JobsDeadLetters', 1)
  await stage.lay('JobsQueue', { jobId: 'nobody' })
  await stage.lay('JobsDeadLetters', { jobId: failedJob })
  await stage.lay('JobsDeadLetters', { reason: 'RATE_LIMITED', operation: 'friends.add', app: 'europe', jobId: 'gone' })
  await stage.lay('JobsDeadLetters', 'half a {')
  invalidEvent = await stage.put({ userId: 'alice', friends: [] })
  await stage.lay('EventsDeadLetters', {
    version: '1.0',
    requestContext: { requestId: 'r-1', functionArn: 'arn', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { operation: 'friends.add', body: { app: 'europe', userId: 'anna', friends: [] } },
    responsePayload: { errorType: 'STATE_UNAVAILABLE', errorMessage: 'The job can’t be queued now.' },
  })
  const event = { id: 'e-1', source: 'test', 'detail-type': 'chat.friends.update', detail: remark('b', 'carol') }
  const attributes = {
    RULE_ARN: 'arn:aws:events:local-1:000000000000:rule/requests',
    ERROR_CODE: 'NO_PERMISSIONS',
    ERROR_MESSAGE: 'not allowed to invoke',
    EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
  }
  await stage.lay('EventsDeadLetters', event, { attributes, by: 'events.amazonaws.com' })
  await stage.lay('EventsDeadLetters', { hello: 'world' })
  await stage.rest('JobsDeadLetters', 5)
  await stage.rest('EventsDeadLetters', 4)
})
afterAll(() => local.close())

const lineOf = ({ queue, reason, operation, app, marks, result }: Told) =>
  [queue, reason, operation, app, marks.join(), result].join(' | ')

test('each kind of letter is told with its reason, what it is about, and what would become of it', async () => {
  const letters = await stage.tell()
  expect(letters.map(lineOf).sort()).toEqual([
    'events | INVALID_REQUEST | friends.update | default | refused | skip',
    'events | NO_PERMISSIONS | friends.update | default | foreign | skip',
    'events | RetriesExhausted | friends.add | europe |  | redrive',
    'events | UNREADABLE |  |  | unreadable | skip',
    'jobs | CRASH_LOOP | friends.update | default | ended since | skip',
    'jobs | RATE_LIMITED | friends.add | europe | job gone | skip',
    'jobs | UNKNOWN_JOB |  |  | no job | skip',
    'jobs | UNREADABLE |  |  | unreadable | skip',
    'jobs | UPSTREAM_INTERNAL | friends.update | default |  | redrive',
  ])
  const subjects = Object.fromEntries(letters.map(({ reason, jobId, eventId }) => [reason, jobId ?? eventId]))
  expect(subjects).toMatchObject({
    UPSTREAM_INTERNAL: failedJob,
    CRASH_LOOP: failedJob,
    RATE_LIMITED: 'gone',
    UNKNOWN_JOB: 'nobody',
    INVALID_REQUEST: invalidEvent,
    // A rule's constant input has no id: that of the invocation that failed with it makes it the same job.
    RetriesExhausted: 'r-1',
    NO_PERMISSIONS: 'e-1',
  })
  const details = Object.fromEntries(letters.map(({ reason, detail }) => [reason, detail]))
  expect(details).toMatchObject({
    RetriesExhausted: 'STATE_UNAVAILABLE: The job can’t be queued now.',
    NO_PERMISSIONS: 'not allowed to invoke',
  })
})

test('for people: a table, the reasons with their numbers, what the marks mean, and how to go on', async () => {
  const { code, output, complaints } = await stage.redrive()
  expect([code, complaints]).toEqual([0, ''])
  expect(output).toMatch(/^QUEUE +AGE +REASON +OPERATION +APP +JOB OR EVENT +SENDER +MARKS$/m)
  expect(output).toMatch(
    new RegExp(
      `^jobs +\\d+s +UPSTREAM_INTERNAL +friends\\.update +default +${failedJob} +AROAWORKERROLE:chat-gateway-dev-worker +-$`,
      'm',
    ),
  )
  expect(output).toMatch(/^ {2}2 {2}UNREADABLE +\S/m)
  expect(output).toContain('9 letters: would skip 7, would redrive 2.\n')
  expect(output).toContain(
    'job gone: the job is no longer in the table: nothing is left to be done again (needs --drop)',
  )
  expect(output).toContain('a write over HTTP that was answered at once leaves no trace')
  const again = [...stage.flags, '--run'].join(' ')
  expect(output).toMatch(new RegExp(`Nothing has changed\\.\nTo do it: npm run redrive -- ${again}$`))
})

test('without --run nothing changes: as many letters as before, all of them to be had at once', async () => {
  const before = [await stage.counts('JobsDeadLetters'), await stage.counts('EventsDeadLetters')]
  expect(before).toEqual([
    { visible: 5, held: 0 },
    { visible: 4, held: 0 },
  ])
  await stage.redrive('--force', '--drop')
  expect([await stage.counts('JobsDeadLetters'), await stage.counts('EventsDeadLetters')]).toEqual(before)
  expect(await stage.stateOf(failedJob)).toBe('failed')
})

describe('the letters asked for', () => {
  test.each([
    [
      ['--reason', 'RATE_LIMITED,UNKNOWN_JOB'],
      ['RATE_LIMITED', 'UNKNOWN_JOB'],
    ],
    [
      ['--reason', 'retries_exhausted', '--reason', 'crash_loop'],
      ['CRASH_LOOP', 'RetriesExhausted'],
    ],
    [['--queue', 'events', '--app', 'europe'], ['RetriesExhausted']],
    [
      ['--queue', 'jobs', '--operation', 'friends.update'],
      ['CRASH_LOOP', 'UPSTREAM_INTERNAL'],
    ],
    [['--older-than', '1h'], []],
    [['--newer-than', '1h', '--queue', 'jobs', '--app', 'europe'], ['RATE_LIMITED']],
  ])('%j', async (flags, reasons) => {
    expect((await stage.tell(...flags)).map(({ reason }) => reason).sort()).toEqual(reasons)
  })

  test('--limit counts what is redriven or dropped', async () => {
    const letters = await stage.tell('--drop', '--limit', '3')
    expect(letters.filter(({ result }) => result !== 'skip')).toHaveLength(3)
  })

  test('where none is, the reasons that there are', async () => {
    const { code, output } = await stage.redrive('--reason', 'UPSTREAM_TIMEOUT', '--queue', 'jobs')
    expect(code).toBe(0)
    const reasons = 'CRASH_LOOP, RATE_LIMITED, UNKNOWN_JOB, UNREADABLE, UPSTREAM_INTERNAL'
    expect(output).toBe(`None of the 5 letters looked at is asked for. Their reasons: ${reasons}.`)
  })
})
