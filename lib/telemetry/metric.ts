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
export const metric = (name: MetricName, value = 1): Fields => ({
  [name]: value,
  _aws: directive(dimensions.service, [definitions[name]]),
})

/** The same for the figures of a request or job, by operation and app too, whose names must be known to be real. */
export function measured(names: { readonly operation: string; readonly app: string }, figures: Figures): Fields {
  const fields: Record<string, unknown> = { ...names }
  const defined: object[] = []
  for (const [name, value] of Object.entries(figures) as [MetricName, number | undefined][]) {
    if (value === undefined || (value === 0 && metrics[name].unit === 'Count')) continue
    fields[name] = value
    defined.push(definitions[name])
  }
  fields._aws = directive(dimensions.call, defined)
  return fields
}

const definitions = Object.fromEntries(
  Object.entries(metrics).map(([Name, { unit: Unit }]) => [Name, { Name, Unit }]),
) as Readonly<Record<MetricName, object>>

const directive = (sets: readonly (readonly string[])[], defined: readonly object[]) => ({
  Timestamp: Date.now(),
  CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: sets, Metrics: defined }],
})
