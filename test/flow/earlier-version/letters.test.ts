import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillTables, jobIdIn, messageAbout, queues, seedOfRecords } from '../../support/earlier-version.ts'
import { startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { until } from '../local/fixture.ts'
import { Stage } from '../redrive/fixture.ts'

/** Letters as version 0.1 laid them down, and its tables; the gateway of this version runs over them. */
let stage: Stage
beforeAll(async () => {
  const local = await startGuardedLocal({ seed: seedOfRecords(), environment: { JOB_RETRY_SECONDS: '0' } })
  stage = new Stage(local)
  const [name, jobsName] = ['-state', '-jobs'].map((end) => local.tables!.names.find((one) => one.endsWith(end))!)
  await fillTables({ url: local.tables!.url, name: name!, jobsName: jobsName! })
  for (const queue of ['JobsDeadLetters', 'EventsDeadLetters'] as const) {
    for (const { body, group, deduplicationId, attributes } of queues[queue]) {
      await stage.lay(queue, body, { attributes, group, deduplicationId })
    }
  }
})
afterAll(() => stage.local.close())

const idOf = (about: string) => jobIdIn(messageAbout(queues.JobsDeadLetters, about))
const eventIdOf = (about: string): string =>
  JSON.parse(messageAbout(queues.EventsDeadLetters, about).body).event.id as string

/** What each letter is about, what is to be known of it, and what becomes of it. */
const facts = (letters: Awaited<ReturnType<Stage['tell']>>) =>
  letters
    .map(({ reason, jobId, eventId, marks, result }) => [reason, String(jobId ?? eventId), marks.join(), result])
    .toSorted((one, other) => (`${one}` < `${other}` ? -1 : 1))

const ofNothing = [
  ['INVALID_REQUEST', eventIdOf('oddevent'), 'refused', 'skip'],
  ['INVALID_REQUEST', eventIdOf('refusedevent'), 'refused', 'skip'],
  ['RESULT_REFUSED', eventIdOf('oddevent'), 'untold', 'skip'],
  ['RESULT_REFUSED', idOf('odd'), 'untold', 'skip'],
  ['UNKNOWN_JOB', 'nosuchjob', 'no job', 'skip'],
]
const ofJobs = [
  ['ACCOUNT_NOT_FOUND', idOf('failed')],
  ['CRASH_LOOP', idOf('stuck')],
  ['INVALID_REQUEST', idOf('refused')],
  ['UPSTREAM_INTERNAL', idOf('left')],
  ['UPSTREAM_TIMEOUT', idOf('wholedoubt')],
]
const as = (result: string) => (letter: readonly string[]) => [...letter.slice(0, 2), letter[2] ?? '', result]
const sorted = (...letters: readonly string[][]) => letters.toSorted((one, other) => (`${one}` < `${other}` ? -1 : 1))

test('letters of both queues are listed with what can become of them', async () => {
  expect(facts(await stage.tell())).toEqual(sorted(...ofNothing, ...ofJobs.map(as('redrive'))))
})

test('their jobs are redriven: what was done before is not done again, and what fails again rests again', async () => {
  expect(facts(await stage.tell('--run'))).toEqual(
    sorted(...ofNothing.map(as('skipped')), ...ofJobs.map(as('redriven'))),
  )
  const ended = (about: string, end: string) =>
    until(() => stage.results(idOf(about)).some((type) => type.endsWith(`.${end}`)))
  for (const about of ['stuck', 'left']) await ended(about, 'completed')
  for (const about of ['failed', 'refused', 'wholedoubt']) await ended(about, 'failed')
  expect(await stage.calls('left')).toEqual([['f1']])
  expect(await stage.calls('stuck')).toEqual([['f0']])
  // What may have been done, and must not be done twice, is not sent again.
  expect(await stage.calls('wholedoubt')).toEqual([])
  const again = (await stage.tell('--queue', 'jobs')).filter(({ result }) => result === 'redrive')
  expect(facts(again)).toEqual(
    sorted(
      ['ACCOUNT_NOT_FOUND', idOf('failed'), '', 'redrive'],
      ['INTERRUPTED', idOf('wholedoubt'), '', 'redrive'],
      ['INVALID_REQUEST', idOf('refused'), '', 'redrive'],
    ),
  )
})
