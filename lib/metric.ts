import type { Fields } from './log-keys.ts'
import { dimensions, type MetricName, metrics, NAMESPACE } from './metric-table.ts'

/** Stands in a metric's dimension for a name that a caller may have made up: each new value of one costs money. */
export const UNKNOWN = '(unknown)'

/** Figures of one request or job; what is zero or undefined is left out, times are kept. */
export type Figures = { readonly [K in MetricName]?: number | undefined }

/**
 * Fields that make a log line a figure of CloudWatch's as well (embedded metric format), by nobody's asking.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metric = (name: MetricName, value = 1): Fields => embed({ [name]: value }, dimensions.service)

/** The same for the figures of a request or job, by operation and app too, whose names must be known to be real. */
export function measured(names: { readonly operation: string; readonly app: string }, figures: Figures): Fields {
  const there = Object.entries(figures).filter(([name, value]) => value || (value === 0 && isTime(name)))
  return { ...names, ...embed(Object.fromEntries(there), dimensions.call) }
}

const isTime = (name: string): boolean => metrics[name as MetricName].unit === 'Milliseconds'

function embed(figures: Figures, sets: readonly (readonly string[])[]): Fields {
  const Metrics = Object.keys(figures).map((name) => definitions[name as MetricName])
  const directive = { Namespace: NAMESPACE, Dimensions: sets, Metrics }
  return { ...figures, _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] } }
}

const definitions = Object.fromEntries(
  Object.entries(metrics).map(([Name, { unit: Unit }]) => [Name, { Name, Unit }]),
) as Readonly<Record<MetricName, object>>
