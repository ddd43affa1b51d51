import { logKeys } from '../../lib/telemetry/log-keys.ts'
import { dimensions, metrics } from '../../lib/telemetry/metric-table.ts'
import { code, table } from '../markdown.ts'

export const metricsTable = (): string =>
  table(
    ['metric', 'unit', 'by', 'counts'],
    Object.entries(metrics).map(([name, { unit, by, meaning }]) => [
      code(name),
      unit,
      dimensions[by].map((names) => names.join(', ')).join('; '),
      meaning,
    ]),
  )

export const logKeysTable = (): string =>
  table(
    ['key', 'says'],
    Object.entries(logKeys).map(([name, meaning]) => [code(name), meaning]),
  )
