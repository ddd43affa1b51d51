/** All values of a metric under one set of dimensions since the start. */
export interface Total {
  namespace: string
  metric: string
  unit: string
  /** By their names; CloudWatch keeps each combination as a metric of its own. */
  dimensions: Record<string, string>
  count: number
  sum: number
  min: number
  max: number
}

interface Directive {
  Namespace: string
  Dimensions: string[][]
  Metrics: { Name: string; Unit?: string }[]
}

/**
 * CloudWatch's metrics, as far as functions write them into their log lines (embedded metric format).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class Metrics {
  readonly #totals = new Map<string, Total>()

  /** Counts what a function's line says; a line that is no such JSON says nothing. */
  read = (line: string): void => {
    // Most of what is written to standard error is no JSON at all.
    const fields = line.startsWith('{') ? parsed(line) : {}
    for (const directive of directivesOf(fields)) this.#count(directive, fields)
  }

  /** In the order in which they first came. */
  totals = (): Total[] => [...this.#totals.values()]

  #count({ Namespace: namespace, Dimensions, Metrics }: Directive, fields: Record<string, unknown>): void {
    for (const { Name: metric, Unit: unit = 'None' } of Metrics) {
      for (const names of Dimensions) {
        const values = [fields[metric]].flat().filter((value) => typeof value === 'number')
        const dimensions = Object.fromEntries(names.map((name) => [name, String(fields[name])]))
        // Without one of its dimensions a metric is none.
        if (names.every((name) => name in fields)) this.#add({ namespace, metric, unit, dimensions }, values)
      }
    }
  }

  #add(named: Pick<Total, 'namespace' | 'metric' | 'unit' | 'dimensions'>, values: number[]): void {
    const key = JSON.stringify(named)
    for (const value of values) {
      const { count = 0, sum = 0, min = value, max = value } = this.#totals.get(key) ?? {}
      const total = { count: count + 1, sum: sum + value, min: Math.min(min, value), max: Math.max(max, value) }
      this.#totals.set(key, { ...named, ...total })
    }
  }
}

const directivesOf = (fields: Record<string, unknown>): Directive[] => {
  const { CloudWatchMetrics } = Object(fields._aws)
  return Array.isArray(CloudWatchMetrics) ? CloudWatchMetrics : []
}

function parsed(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line))
  } catch {
    return {}
  }
}
