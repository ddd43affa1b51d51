import { type MetricName, metrics } from '../../lib/telemetry/metric-table.ts'
import { table } from './markdown.ts'

/** US dollars for a custom metric that is written in every hour of a month, by how many there are; us-east-1. https://aws.amazon.com/cloudwatch/pricing/ */
const PRICES = [
  { upTo: 10_000, dollars: 0.3 },
  { upTo: 250_000, dollars: 0.1 },
  { upTo: 1_000_000, dollars: 0.05 },
  { upTo: Number.POSITIVE_INFINITY, dollars: 0.02 },
]

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

function monthOf(count: number): string {
  const dollars = PRICES.reduce((sum, price, index) => {
    const from = PRICES[index - 1]?.upTo ?? 0
    return sum + Math.max(0, Math.min(count, price.upTo) - from) * price.dollars
  }, 0)
  return Math.round(dollars).toLocaleString('en')
}

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
