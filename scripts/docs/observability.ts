import { logKeys } from '../../lib/telemetry/log-keys.ts'
import { metrics } from '../../lib/telemetry/metric-table.ts'
import { code, table } from './markdown.ts'

const dimensionsIn = { call: 'service; service, operation, app', service: 'service' }

export const metricsTable = (): string =>
  table(
    ['metric', 'unit', 'by', 'counts'],
    Object.entries(metrics).map(([name, { unit, by, meaning }]) => [code(name), unit, dimensionsIn[by], meaning]),
  )

export const logKeysTable = (): string =>
  table(
    ['key', 'says'],
    Object.entries(logKeys).map(([name, meaning]) => [code(name), meaning]),
  )
