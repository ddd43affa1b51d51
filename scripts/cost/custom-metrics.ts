import { type MetricName, metrics } from '../../lib/telemetry/metric-table.ts'
import type { Load } from './flags.ts'
import type { Work } from './work.ts'

/** Which figures are written as long as all goes well; the test that counts calls reads them off the lines. */
export const WRITTEN = {
  now: ['Requests', 'Latency', 'ItemsOk', 'UpstreamCalls'],
  queued: ['Requests', 'Latency'],
  worked: ['JobAttempts', 'QueueAge', 'ItemsOk', 'UpstreamCalls'],
} as const satisfies Record<string, readonly MetricName[]>

/** Custom metrics: each name for the service, and once more for each pair of an operation and an app, or each app, that occurs. */
export function customMetrics({ mode, metrics: by, operations, apps }: Load, { now, later, events }: Work): number {
  if (mode === 'webhooks') return by === 'service' ? 2 : 2 + 2 * operations * apps
  const isQueued = later + events > 0
  const series = new Map<string, number>()
  const count = (names: readonly MetricName[], place: string, placeApps: number) => {
    for (const name of names) {
      series.set(name, 1)
      if (by === 'service' || metrics[name].by === 'service') continue
      series.set(`${name} of ${place}`, metrics[name].by === 'operation' ? operations * placeApps : placeApps)
    }
  }
  if (now > 0) count(WRITTEN.now, 'apps', apps)
  // No secret is read for what is queued, so that it counts under (unknown) in the app's place.
  if (isQueued) count(WRITTEN.queued, '(unknown)', 1)
  if (isQueued) count(WRITTEN.worked, 'apps', apps)
  return [...series.values()].reduce((sum, one) => sum + one, 0)
}
