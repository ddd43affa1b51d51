import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, remark } from '../../support/events.ts'

/**
 * What docs/performance.md says that a request costs, held against what it does cost. Time stands still while something is done: on a slow
 * machine a place in the quota would be too late by the time that its write returns, and another one would be taken.
 */

let deployed: Deployment
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  deployed = await startDeployment()
  await update('first', { 'idempotency-key': 'warm' })
  await update('first', LATER)
  await deployed.event(eventOf('friends.update', remark('alice', 'bob', 'first')))
  await deployed.drain()
})
afterAll(async () => {
  await deployed.close()
  vi.useRealTimers()
})

const LATER = { prefer: 'respond-async' }
const update = (text: string, headers: Readonly<Record<string, string>> = {}) =>
  deployed.http({ body: remark('alice', 'bob', text), headers })

/** As the page writes it: how many calls of each kind, by the names that AWS gives them. */
function written(text: string): Record<string, number> {
  const calls = [...text.matchAll(/(\d+) ([A-Z]\w+)/g)].map(
    ([, count, action = '']) => [action, Number(count)] as const,
  )
  return Object.fromEntries(calls)
}

const page = readFileSync('docs/performance.md', 'utf8')
const saidOf = (request: string) => written(page.split(`| ${request} | `)[1]?.split(' |', 1)[0] ?? '')

/** By then nobody has used the quota for a while, and what was queued has been so for as long. */
const PAUSE_MS = 1000

async function made(work: () => Promise<unknown>): Promise<Record<string, number>> {
  vi.setSystemTime(Date.now() + PAUSE_MS)
  const proxies = [deployed.dynamo, deployed.sqs, deployed.eventBridge]
  const before = proxies.map(({ calls }) => calls.length)
  await work()
  const calls = proxies.flatMap((proxy, index) => proxy.calls.slice(before[index]))
  const byAction = Map.groupBy(calls, ({ action }) => action)
  // What AWS's own client sends again, having waited a second for the machine, is one call of ours.
  const countOf = (all: typeof calls) => new Set(all.map(({ invocationId }) => invocationId)).size
  return Object.fromEntries([...byAction].map(([action, all]) => [action, countOf(all)]))
}

test.each([
  ['an update', () => update('plain')],
  ['an update with `Idempotency-Key`', () => update('keyed', { 'idempotency-key': 'a' })],
  ['a replay of it', () => update('keyed', { 'idempotency-key': 'a' })],
  ['an update with `respond-async`, or an event', () => update('later', LATER)],
  ['a job, worked off alone', async () => deployed.work(await deployed.doorbells())],
  [
    'an update with `respond-async`, or an event',
    () => deployed.event(eventOf('friends.update', remark('alice', 'bob', 'event'))),
  ],
])('%s costs as many calls of AWS as docs/performance.md says', async (request, work) => {
  expect(Object.keys(saidOf(request))).not.toEqual([])
  expect(await made(work)).toEqual(saidOf(request))
})

test('a job of its own is worked off in eight calls of AWS', () => {
  const calls = Object.values(saidOf('a job, worked off alone'))
  expect(calls.reduce((sum, count) => sum + count, 0)).toBe(8)
})
