import { expect, test } from 'vitest'
import { codeRow, codes } from '../../lib/errors/codes.ts'
import type { Outcome } from '../../lib/flow/outcome.ts'
import { noEffort, sumOf } from '../../lib/telemetry/effort.ts'
import { measured, metric } from '../../lib/telemetry/metric.ts'
import { metrics } from '../../lib/telemetry/metric-table.ts'
import { effortFigures, faultFigures, figureFields, itemFigures } from '../../lib/triggers/figures.ts'

const place = { operation: 'friends.update', app: 'default' }
interface Directives {
  readonly _aws: { readonly CloudWatchMetrics: readonly { Dimensions: string[][]; Metrics: { Name: string }[] }[] }
}
const namesIn = (fields: object) => {
  const { _aws } = fields as Directives
  return _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))
}

test('what is zero or unknown is not written, but a time of zero is', () => {
  const fields = measured(place, { Requests: 1, Retries: 0, ItemsOk: undefined, Latency: 0 })
  expect(fields).toMatchObject({ ...place, Requests: 1, Latency: 0 })
  expect(namesIn(fields)).toEqual(['Requests', 'Latency'])
  for (const name of ['Retries', 'ItemsOk']) expect(fields).not.toHaveProperty(name)
})

test('only requests, latency and faults are kept by operation and app, all else of a request by its app', () => {
  const all = Object.fromEntries(
    Object.entries(metrics).flatMap(([name, { by }]) => (by === 'service' ? [] : [[name, 1]])),
  )
  const { _aws } = measured(place, all) as unknown as Directives
  const [byOperation, byApp, ...others] = _aws.CloudWatchMetrics
  expect(others).toEqual([])
  expect(byOperation!.Dimensions).toEqual([['service'], ['service', 'operation', 'app']])
  const faults = ['CallerFaults', 'OperatorFaults', 'UpstreamFaults', 'Waits', 'InternalFaults']
  expect(byOperation!.Metrics.map(({ Name }) => Name)).toEqual(['Requests', 'Latency', ...faults])
  expect(byApp!.Dimensions).toEqual([['service'], ['service', 'app']])
  expect(byApp!.Metrics.length + byOperation!.Metrics.length).toBe(Object.keys(all).length)
})

test('a single metric counts for the service alone', () => {
  expect(metric('ResultsNotPut', 3)).toMatchObject({
    ResultsNotPut: 3,
    _aws: { CloudWatchMetrics: [{ Dimensions: [['service']], Metrics: [{ Name: 'ResultsNotPut', Unit: 'Count' }] }] },
  })
})

test('an asked name is cut, and left out where it is the known one', () => {
  const long = figureFields({ operation: 'x'.repeat(1000), app: 'ghost' }, {})
  expect(long).toMatchObject({
    operation: '(unknown)',
    app: '(unknown)',
    askedOperation: 'x'.repeat(100),
    askedApp: 'ghost',
  })
  const known = figureFields({ ...place, isAppReal: true }, {})
  expect(known).toMatchObject(place)
  expect(known).not.toHaveProperty('askedOperation')
  expect(known).not.toHaveProperty('askedApp')
})

test('every code says who must act, in one metric of the table; what nobody foresaw is the gateway’s own', () => {
  for (const code of Object.keys(codes) as (keyof typeof codes)[]) {
    const [name, ...others] = Object.keys(faultFigures(code))
    expect(others).toEqual([])
    expect(metrics).toHaveProperty(name!)
    expect(name === 'InternalFaults').toBe(code === 'INTERNAL')
  }
  expect(faultFigures('UNKNOWN_APP')).toEqual({ CallerFaults: 1 })
  expect(faultFigures('RATE_LIMITED')).toEqual({ Waits: 1 })
  expect(codeRow('INTERNAL').kind).toBe('operator')
  expect(faultFigures(undefined)).toEqual({})
})

test('items are counted by what became of them', () => {
  const counts = { ok: 1, pending: 2, failed: 3, unknown: 4 }
  const outcome = { outcome: 'partial', answer: { counts } } as unknown as Outcome
  expect(itemFigures(outcome)).toEqual({ ItemsOk: 1, ItemsPending: 2, ItemsFailed: 3, ItemsUnknown: 4 })
})

test('efforts add up, and each part of one has its metric', () => {
  const one = { ...noEffort(), calls: 2, retries: 1, quotaWaits: 1, quotaWaitMs: 80 }
  const sum = sumOf(one, { ...noEffort(), calls: 3, conflicts: 1, quotaWaits: 1, quotaWaitMs: 20 })
  expect(sum).toEqual({ ...noEffort(), calls: 5, retries: 1, conflicts: 1, quotaWaits: 2, quotaWaitMs: 100 })
  expect(effortFigures(sum)).toMatchObject({
    UpstreamCalls: 5,
    Retries: 1,
    Conflicts: 1,
    QuotaWaits: 2,
    QuotaWaitTime: 100,
  })
  const all = Object.fromEntries(Object.keys(noEffort()).map((name) => [name, 1])) as unknown as typeof sum
  expect(Object.values(effortFigures(all))).toEqual(Object.keys(noEffort()).map(() => 1))
  expect(effortFigures(noEffort())).not.toHaveProperty('QuotaWaitTime')
})
