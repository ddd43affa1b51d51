import { expect, test } from 'vitest'
import type { Gateway } from '../../lib/gateway.ts'
import type { Job } from '../../lib/jobs/job.ts'
import type { HttpCall } from '../../lib/triggers/http/call.ts'
import { showJob } from '../../lib/triggers/http/job.ts'

const START = 1_700_000_000_000
const OWNER = '123456789012/crm'
const WAITING = { jobId: 'j', operation: 'friends.update', caller: OWNER, state: 'queued', createdAt: START, order: 1 }
const ENDED = { ...WAITING, state: 'completed', finishedAt: START }
type Read = object | undefined

/** A gateway whose clock each sleep moves, and whose table says of the job what `at` says after so many ms. */
function gatewayOf(at: (ms: number) => Read) {
  let now = START
  const read: number[] = []
  const lines: string[] = []
  const jobs = {
    get: async () => {
      read.push(now - START)
      return at(now - START) as Job | undefined
    },
    queues: { stateOf: async () => ({ begun: new Set(), workedUntil: 0 }) },
    answerOf: async () => ({ value: { status: 200, body: { outcome: 'ok' } } }),
  }
  const log = { info: (text: string) => lines.push(text), warn: (text: string) => lines.push(text) }
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const gateway = { jobs, clock, log, config: { accessPolicy: [], callsPerSecond: 200 } } as unknown as Gateway
  const call = { requestId: 'r', caller: OWNER, deadline: START + 28_400, waitSeconds: 20 } as HttpCall
  const show = async (more: Partial<HttpCall> = {}) => {
    const { status, headers, body } = await showJob('j', { ...call, ...more }, gateway)
    return { status, again: headers['retry-after'], state: Object(body).state, afterMs: now - START }
  }
  return { show, read, lines, passedMs: () => now - START }
}

test('a job that has ended is answered at once, by one read', async () => {
  const { show, read } = gatewayOf(() => ENDED)
  expect(await show()).toEqual({ status: 200, again: undefined, state: 'completed', afterMs: 0 })
  expect(read).toEqual([0])
})

test.each([
  [300, 500],
  [1000, 1625],
  [9000, 10_156],
])(
  'one that ends after %d ms is answered %d ms after it was asked for, and leaves one line',
  async (endMs, afterMs) => {
    const { show, lines } = gatewayOf((ms) => (ms < endMs ? WAITING : ENDED))
    const shown = await show()
    expect({ ...shown, afterMs: Math.round(shown.afterMs) }).toEqual({ status: 200, state: 'completed', afterMs })
    expect(lines).toEqual(['job looked up'])
  },
)

test('one that does not end is answered after the wait, by 15 reads, with when to ask again', async () => {
  const { show, read } = gatewayOf(() => WAITING)
  expect(await show()).toEqual({ status: 200, again: '1', state: 'queued', afterMs: 20_000 })
  expect([read.length, read.at(-1)]).toEqual([15, 20_000])
  expect((await gatewayOf(() => WAITING).show({ waitSeconds: 1 })).afterMs).toBe(1000)
})

test('one that was sent again waits, whatever its record says of its old end', async () => {
  const { show } = gatewayOf((ms) => (ms < 900 ? { ...ENDED, state: 'queued' } : ENDED))
  expect(await show()).toMatchObject({ state: 'completed', afterMs: 950 })
})

test('without a wait it is looked at once, ended or not', async () => {
  const { show, read } = gatewayOf(() => WAITING)
  expect(await show({ waitSeconds: undefined })).toMatchObject({ state: 'queued', again: '1', afterMs: 0 })
  expect(read).toEqual([0])
})

test('the wait ends a second before the call’s deadline, and is none where that is past', async () => {
  const soon = gatewayOf(() => WAITING)
  expect(await soon.show({ deadline: START + 5000 })).toMatchObject({ state: 'queued', afterMs: 4000 })
  const late = gatewayOf(() => WAITING)
  expect(await late.show({ deadline: START + 900 })).toMatchObject({ state: 'queued', afterMs: 0 })
  expect(late.read).toEqual([0])
})

test.each([
  ['one that there is not', undefined, OWNER],
  ['another caller’s', WAITING, '123456789012/other'],
])('%s is a 404 at once, so that the time tells nothing', async (_, job, caller) => {
  const { show, read, passedMs } = gatewayOf(() => job)
  const status = await show({ caller }).then(
    (shown) => shown.status,
    (error) => error.code,
  )
  expect([404, 'NOT_FOUND']).toContain(status)
  expect([read, passedMs()]).toEqual([[0], 0])
})

test('one whose record goes in the meantime is a 404', async () => {
  const { show } = gatewayOf((ms) => (ms === 0 ? WAITING : undefined))
  await expect(show()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
