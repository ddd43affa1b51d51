import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, remark } from '../../support/events.ts'

/** What docs/performance.md says that a request costs, held against what it does cost. */

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment()
  await update('first', { 'idempotency-key': 'warm' })
  await update('first', LATER)
  await deployed.event(eventOf('friends.update', remark('alice', 'bob', 'first')))
  await deployed.drain()
})
afterAll(() => deployed.close())

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

async function made(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const proxies = [deployed.dynamo, deployed.sqs, deployed.eventBridge]
  const before = proxies.map(({ calls }) => calls.length)
  await work()
  const calls = proxies.flatMap((proxy, index) => proxy.calls.slice(before[index]))
  const byAction = Map.groupBy(calls, ({ action }) => action)
  return Object.fromEntries([...byAction].map(([action, all]) => [action, all.length]))
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
