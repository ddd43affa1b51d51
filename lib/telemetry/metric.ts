import type { Fields } from './log-keys.ts'
import { dimensions, type MetricName, type MetricRow, metrics, NAMESPACE } from './metric-table.ts'

/** Stands in a dimension for a name that a caller may have made up, since each new value of a dimension costs money. */
export const UNKNOWN = '(unknown)'

/** Figures of one request or job. Counts of zero and undefined figures are not written; a time of zero is. */
export type Figures = { readonly [K in MetricName]?: number | undefined }

/**
 * Fields that make a log line count one metric of the service too (embedded metric format).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metric = (name: MetricName, value = 1): Fields => ({
  [name]: value,
  _aws: directives({ service: [definitions[name]] }),
})

/**
 * The same for the figures of a request or job, whose names must be known to be real: they are dimensions.
 * Metrics that CloudWatch keeps under the same dimensions share one directive.
 */
export function measured(names: { readonly operation: string; readonly app: string }, figures: Figures): Fields {
  const fields: Record<string, unknown> = { ...names }
  const counted: Record<MetricRow['by'], object[]> = { operation: [], app: [], service: [] }
  for (const [name, value] of Object.entries(figures) as [MetricName, number | undefined][]) {
    const { unit, by } = metrics[name]
    if (value === undefined || (value === 0 && unit === 'Count')) continue
    fields[name] = value
    counted[by].push(definitions[name])
  }
  fields._aws = directives(counted)
  return fields
}

const definitions = Object.fromEntries(
  Object.entries(metrics).map(([Name, { unit: Unit }]) => [Name, { Name, Unit }]),
) as Readonly<Record<MetricName, object>>

function directives(counted: Partial<Record<MetricRow['by'], readonly object[]>>) {
  const CloudWatchMetrics: object[] = []
  for (const by of ['operation', 'app', 'service'] as const) {
    const { [by]: Metrics = [] } = counted
    if (Metrics.length > 0) CloudWatchMetrics.push({ Namespace: NAMESPACE, Dimensions: dimensions[by], Metrics })
  }
  return { Timestamp: Date.now(), CloudWatchMetrics }
}

/** The fields of a line whose metrics CloudWatch is to keep for the whole service alone. */
export function byService(fields: Fields): Fields {
  const written = fields._aws as ReturnType<typeof directives> | undefined
  if (written === undefined) return fields
  const CloudWatchMetrics = written.CloudWatchMetrics.map((one) => ({ ...one, Dimensions: dimensions.service }))
  return { ...fields, _aws: { ...written, CloudWatchMetrics } }
}
