import { logKeys } from '../../lib/telemetry/log-keys.ts'
import { dimensions, metrics, NAMESPACE } from '../../lib/telemetry/metric-table.ts'
import type { Capture } from './gateway/output-capture.ts'

export interface LogLine extends Readonly<Record<string, unknown>> {
  readonly level: string
  readonly message: string
  readonly _aws?: {
    readonly Timestamp: number
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string
      readonly Dimensions: readonly (readonly string[])[]
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[]
    }[]
  }
}

/** What the functions under test have logged. */
export const linesIn = (output: Capture): LogLine[] =>
  output
    .text()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))

/** What is wrong with a line: keys nobody knows, or metrics that CloudWatch would not count as the table says. */
export function faultsOf(line: LogLine): string[] {
  const isMetric = (name: string): name is keyof typeof metrics => name in metrics
  const unknown = Object.keys(line).filter((key) => !(key in logKeys) && !isMetric(key))
  const missing = ['level', 'timestamp', 'message', 'service', 'version'].filter((key) => typeof line[key] !== 'string')
  const written = Object.keys(line).filter(isMetric)
  const directives = line._aws?.CloudWatchMetrics ?? []
  const counted = directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))
  return [
    ...unknown.map((key) => `${key} is no known key`),
    ...missing.map((key) => `${key} is missing`),
    ...written.filter((name) => !counted.includes(name)).map((name) => `${name} is not counted`),
    ...counted.filter((name) => typeof line[name] !== 'number').map((name) => `${name} has no figure`),
    ...directives.flatMap((directive) => [
      ...(directive.Namespace === NAMESPACE ? [] : ['the namespace is another']),
      ...directive.Dimensions.flat().flatMap((name) => (typeof line[name] === 'string' ? [] : [`${name} is no text`])),
      ...directive.Metrics.flatMap(({ Name, Unit }) => {
        const row = isMetric(Name) ? metrics[Name] : undefined
        const isAsInTable =
          Unit === row?.unit && JSON.stringify(directive.Dimensions) === JSON.stringify(dimensions[row.by])
        return isAsInTable ? [] : [`${Name} is not as in the table`]
      }),
    ]),
  ].map((fault) => `${line.message}: ${fault}`)
}
