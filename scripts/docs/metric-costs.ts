import { type MetricName, metrics } from '../../lib/telemetry/metric-table.ts'
import { costOf } from '../cost/prices.ts'
import { table } from '../markdown.ts'

const SIZES = [
  { operations: 15, apps: 1 },
  { operations: 41, apps: 3 },
  { operations: 100, apps: 20 },
]

/** What a write over HTTP that goes well writes; nothing else of the table is written as long as all goes well. */
const UNTROUBLED: readonly MetricName[] = ['Requests', 'Latency', 'ItemsOk', 'UpstreamCalls']

type Pair = (typeof SIZES)[number]

/** How many custom metrics these are, and how many they would be were all but the service's own kept by operation and app. */
function countsOf(names: readonly MetricName[], { operations, apps }: Pair): { now: number; before: number } {
  const of = (by: string) => names.filter((name) => metrics[name].by === by).length
  const pairs = operations * apps
  return {
    now: names.length + of('operation') * pairs + of('app') * apps,
    before: names.length + (of('operation') + of('app')) * pairs,
  }
}

const monthOf = (count: number): string => Math.round(costOf('metrics', count)).toLocaleString('en')

/** What a month of custom metrics costs, by operations and apps. */
export function metricCosts(): string {
  const all = Object.keys(metrics) as MetricName[]
  const rows = SIZES.flatMap((size) =>
    [
      { traffic: 'all goes well', names: UNTROUBLED },
      { traffic: 'every metric occurs', names: all },
    ].map(({ traffic, names }) => {
      const { now, before } = countsOf(names, size)
      const cells = [before, now].flatMap((count) => [count.toLocaleString('en'), monthOf(count)])
      return [size.operations, size.apps, traffic, ...cells]
    }),
  )
  return table(['operations', 'apps', 'where', 'metrics before', 'USD a month', 'metrics now', 'USD a month'], rows)
}
