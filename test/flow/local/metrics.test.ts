import { expect, onTestFinished, test } from 'vitest'
import { Metrics, type Total } from '../../../local/aws/metrics.ts'
import { startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { until } from './fixture.ts'

test('the gateway’s port tells every metric that the functions’ lines held, by its dimensions', async () => {
  const local = await startGuardedLocal({ seed: strictSeed, events: false })
  onTestFinished(() => local.close())
  const totals = async () => (await (await fetch(`${local.url}/_local/metrics`)).json()) as Total[]
  expect(await totals()).toEqual([])
  const update = (userId: string) =>
    fetch(`${local.url}/v1/friends/update`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId: 'alice', friends: [{ userId, remark: 'Bob' }] }),
    })
  await update('bob')
  await update('carol')
  await update('')
  const of = async (metric: string) => (await totals()).filter((total) => total.metric === metric)
  await until(async () => (await of('CallerFaults')).length > 0)
  const service = 'chat-gateway-dev'
  const requests = { namespace: 'ChatGateway', metric: 'Requests', unit: 'Count' }
  const once = { count: 1, sum: 1, min: 1, max: 1 }
  expect(await of('Requests')).toEqual([
    { ...requests, dimensions: { service }, count: 3, sum: 3, min: 1, max: 1 },
    { ...requests, dimensions: { service, operation: 'friends.update', app: 'default' }, ...once, count: 2, sum: 2 },
    { ...requests, dimensions: { service, operation: 'friends.update', app: '(unknown)' }, ...once },
  ])
  const items = { namespace: 'ChatGateway', metric: 'ItemsOk', unit: 'Count', ...once, count: 2, sum: 2 }
  expect(await of('ItemsOk')).toEqual([
    { ...items, dimensions: { service } },
    { ...items, dimensions: { service, app: 'default' } },
  ])
  const [latency] = await of('Latency')
  expect(latency).toMatchObject({ unit: 'Milliseconds', count: 2 })
  expect(latency!.sum).toBe(latency!.min + latency!.max)
  expect((await fetch(`${local.url}/_local/metrics`, { method: 'POST' })).status).toBe(404)
})

const directive = (Dimensions: string[][]) => ({
  CloudWatchMetrics: [{ Namespace: 'shop', Dimensions, Metrics: [{ Name: 'Sold' }] }],
})

test.each<[string, string, unknown[]]>([
  ['no JSON', 'TypeError: no', []],
  ['broken JSON', '{"Sold":1', []],
  ['no directive', '{"Sold":1}', []],
  ['a value that is no number', JSON.stringify({ Sold: 'two', _aws: directive([[]]) }), []],
  ['a dimension that is missing', JSON.stringify({ Sold: 2, _aws: directive([['till']]) }), []],
  ['several values', JSON.stringify({ Sold: [2, 5], _aws: directive([[]]) }), [{ count: 2, sum: 7, min: 2, max: 5 }]],
])('a line with %s counts for what it is', (_, line, expected) => {
  const metrics = new Metrics()
  metrics.read(line)
  expect(metrics.totals()).toEqual(expected.map((one) => expect.objectContaining(one)))
})
