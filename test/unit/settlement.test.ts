import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../lib/errors/gateway-error.ts'
import type { ItemResult } from '../../lib/flow/outcome.ts'
import type { Job } from '../../lib/jobs/job.ts'
import type { Memory } from '../../lib/jobs/memory.ts'
import type { Worked } from '../../lib/jobs/work.ts'
import { noEffort } from '../../lib/telemetry/effort.ts'
import type { ShiftParts } from '../../lib/triggers/queue/parts.ts'
import { Settlement } from '../../lib/triggers/queue/settlement.ts'
import type { JobToDo } from '../../lib/triggers/queue/tasks.ts'
import { manualClock } from '../support/manual-clock.ts'
import { recordedLog } from '../support/recorded-log.ts'

const job = { jobId: 'j', requestId: 'r', operation: 'friends.import', app: 'default', group: 'g', order: 1 }
const results: readonly ItemResult[] = [
  { id: 'done', status: 'ok' },
  { id: 'left', status: 'failed', error: { code: 'RATE_LIMITED', message: 'm', retryable: true } },
]
const partial: Memory = { outcome: { outcome: 'partial', answer: { results }, retry: {} } }

/** A settlement over a table that remembers, and a queue for letters. */
function settlement(kept?: Memory, asked?: object) {
  const written: string[] = []
  const letters: unknown[] = []
  const jobs = {
    answerOf: async () => kept && { value: kept },
    bodyOf: async () => asked && { value: asked },
    progress: async () => void written.push('progress'),
    endOf: async (ended: object, state: string) => {
      written.push(state)
      return { job: ended, item: {} }
    },
  }
  const queue = { bury: async ({ reason }: { reason: string }) => void letters.push(reason) }
  const config = { jobAttempts: 3, jobRetrySeconds: 30, callsPerSecond: 200 }
  const log = recordedLog()
  const parts = { jobs, queue, config, log, clock: manualClock() } as unknown as ShiftParts
  const attempts = () => log.lines.map((line) => JSON.parse(line)).filter(({ JobAttempts }) => JobAttempts)
  return { settlement: new Settlement(parts, 'i'), written, letters, attempts }
}

const jobAt = (attempts: number) => ({ ...job, attempts, state: 'queued', createdAt: 0, caller: 'c' }) as unknown as Job
const toDo = (memory?: Memory, attempts = 1): JobToDo => ({
  job: jobAt(attempts),
  work: { refused: new GatewayError('INTERNAL') },
  memory,
  earlier: memory ? results : [],
})
const told = (settled: object) => JSON.parse((settled as { event: { detail: string } }).event.detail).answer.body

test('a refusal of what is left of a job keeps what its earlier attempts did', async () => {
  const { settlement: one, written, letters } = settlement()
  const settled = await one.settle(toDo(partial), { refused: new GatewayError('INVALID_REQUEST') }, 0)
  expect(told(settled)).toMatchObject({
    outcome: 'partial',
    results: [
      { userId: 'done', status: 'ok' },
      { userId: 'left', error: { code: 'INVALID_REQUEST' } },
    ],
  })
  expect([written, letters]).toEqual([['completed'], []])
})

test('so does the last attempt of a job that breaks each time', async () => {
  const { settlement: one, written } = settlement(partial)
  const settled = await one.noteFault(jobAt(2), new Error('broken'), 0)
  expect(told(settled)).toMatchObject({
    outcome: 'partial',
    results: [
      { userId: 'done', status: 'ok' },
      { userId: 'left', error: { code: 'INTERNAL' } },
    ],
  })
  expect(written).toEqual(['completed'])
})

test('a job that breaks over what was kept of it ends all the same', async () => {
  const { settlement: one, written, letters } = settlement({ status: 207, body: { results: [null], retry: {} } })
  expect(told(await one.noteFault(jobAt(2), new Error('broken'), 0))).toMatchObject({ code: 'INTERNAL' })
  expect([written, letters]).toEqual([['failed'], ['INTERNAL']])
})

describe('a send whose last attempt breaks may have gone out, and its caller is told how to look', () => {
  const asked = { userId: 'alice', peerId: 'bob', elements: [{ type: 'text', text: 'once' }], clientMessageId: 'm1' }
  const sent = { ...jobAt(2), operation: 'messages.send' } as Job

  test.each<[string, Memory | undefined]>([
    ['where nothing was kept of it', undefined],
    ['where what was kept is what breaks it', { status: 502, body: { outcome: 'partial', results: 5, retry: {} } }],
  ])('%s', async (_, kept) => {
    const { settlement: one, letters } = settlement(kept, asked)
    expect(told(await one.noteFault(sent, new Error('broken'), 0))).toMatchObject({
      code: 'INTERRUPTED',
      outcome: 'unknown',
      clientMessageId: 'm1',
    })
    expect(letters).toEqual(['INTERRUPTED'])
  })
})

const late = { code: 'DEADLINE_EXCEEDED', message: 'm', retryable: true } as const
const ranOut = (calls: number): Worked => ({
  outcome: { outcome: 'failed', answer: {}, retry: {}, leading: late },
  effort: { ...noEffort(), calls },
  isAppReal: true,
  merged: 1,
})

test('an attempt that ran out of time counts where something was sent, and comes back later, not at once', async () => {
  for (const [calls, attempts, isOver] of [
    [0, 2, false],
    [1, 2, true],
    [1, 1, false],
  ] as const) {
    const { settlement: one, written } = settlement()
    const settled = await one.settle(toDo(undefined, attempts), ranOut(calls), 0)
    expect(written).toEqual([isOver ? 'failed' : 'progress'])
    if (!isOver) expect((settled as { retryAfter: number }).retryAfter).toBeGreaterThanOrEqual(15)
  }
})

describe('each attempt is counted once, with the age that its job had when its turn began', () => {
  const about = { requestId: 'r', jobId: 'j', caller: 'c', operation: 'friends.import', JobAttempts: 1, QueueAge: 700 }

  test('where it came to an outcome', async () => {
    const { settlement: one, attempts } = settlement()
    await one.settle(toDo(undefined, 1), ranOut(1), 700)
    expect(attempts()).toMatchObject([{ message: 'job', app: 'default', ...about }])
  })

  test('where it was refused', async () => {
    const { settlement: one, attempts } = settlement()
    await one.settle(toDo(), { refused: new GatewayError('INVALID_REQUEST') }, 700)
    expect(attempts()).toMatchObject([{ message: 'refused', askedApp: 'default', CallerFaults: 1, ...about }])
  })

  test.each([
    ['and is tried again', 0],
    ['for the last time', 2],
  ])('where it broke %s', async (_, before) => {
    const { settlement: one, attempts } = settlement()
    await one.noteFault(jobAt(before), new Error('broken'), 700)
    expect(attempts()).toMatchObject([{ message: 'job broke', askedApp: 'default', JobsBroken: 1, ...about }])
  })
})
