import type { BundleFigures } from './bundle.ts'
import type { Figures } from './measure.ts'

export interface Results {
  readonly node: string
  readonly calls: readonly Figures[]
  readonly bundles: readonly BundleFigures[]
}

export interface Aim {
  readonly what: string
  readonly value: number
  readonly met: boolean
}

const LEAST_RATIO: Readonly<Record<number, number>> = { 0: 0.6, 20: 0.95 }
const MOST_ADDED_P99_MS = 1
const MOST_BUNDLE_KB = 450

/**
 * The latency aim counts where requests go one at a time, as Lambda hands them to an instance. With more at once, every request
 * also waits for the others' share of the one processor, ours and the bare handler's alike.
 */
export const aimsOf = ({ calls, bundles }: Results): Aim[] => [
  ...calls.flatMap(({ delayMs, concurrency, throughputRatio }) => {
    const least = LEAST_RATIO[delayMs]
    const what = `throughput against bare, ${delayMs} ms upstream, ${concurrency} at once: at least ${least}`
    return least === undefined ? [] : [{ what, value: throughputRatio, met: throughputRatio >= least }]
  }),
  ...calls
    .filter(({ concurrency }) => concurrency === 1)
    .map(({ delayMs, addedP99Ms: value }) => ({
      what: `added p99, ${delayMs} ms upstream, one at a time: at most ${MOST_ADDED_P99_MS} ms`,
      value,
      met: value <= MOST_ADDED_P99_MS,
    })),
  ...bundles.slice(0, 1).map(({ kB }) => ({
    what: `bundle as a cold start loads it, minified: at most ${MOST_BUNDLE_KB} kB`,
    value: kB,
    met: kB <= MOST_BUNDLE_KB,
  })),
]

export function print(results: Results): string {
  const { calls, bundles, node } = results
  const callRows = calls.map((row) => [
    `${row.delayMs} ms`,
    row.concurrency,
    row.gatewayPerSecond.toFixed(0),
    row.barePerSecond.toFixed(0),
    row.throughputRatio.toFixed(3),
    row.bareP50Ms.toFixed(2),
    row.addedP50Ms.toFixed(2),
    row.addedP99Ms.toFixed(2),
    row.requests,
  ])
  const bundleRows = bundles.map((row) => [
    row.name,
    row.kB.toFixed(1),
    row.gzipKB.toFixed(1),
    row.laterKB.toFixed(1),
    row.initMs.toFixed(1),
  ])
  const aims = aimsOf(results).map(
    ({ what, value, met }) => `${met ? 'met   ' : 'MISSED'} ${what}; ${value.toFixed(3)}`,
  )
  return [
    `The gateway against a bare handler, both on Node ${node}, over local TLS:`,
    columns([
      ['upstream', 'at once', 'calls/s', 'bare/s', 'ratio', 'bare p50 ms', 'added p50', 'added p99', 'requests'],
      ...callRows,
    ]),
    'Bundles, and the time to import them in a fresh process:',
    columns([['bundle', 'kB at start', 'gzip kB', 'kB later', 'init ms'], ...bundleRows]),
    aims.join('\n'),
  ].join('\n\n')
}

/** Rows under each other: names to the left, figures to the right. */
export function columns(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => String(row[column]).length))) ?? []
  const line = (row: readonly (string | number)[]) =>
    row.map((cell, column) =>
      column === 0 ? String(cell).padEnd(widths[0] ?? 0) : String(cell).padStart(widths[column] ?? 0),
    )
  return rows.map((row) => `  ${line(row).join('  ')}`).join('\n')
}
