import { customMetrics } from './custom-metrics.ts'
import { assumed, measured, packaged } from './facts.ts'
import type { Load } from './flags.ts'
import type { PriceName } from './prices.ts'
import { byItems, DAYS, msOf, type Part, partsOf, SECONDS, sumOf, workOf } from './work.ts'

const GB = 1e9

/** What a month takes of everything that has a price. */
export function quantitiesOf(load: Load): Readonly<Record<PriceName, number>> {
  const work = workOf(load)
  const parts = partsOf(load)
  const jobs = work.later + work.events
  const invocations = parts.reduce((sum, part) => sum + part.invocations, 0)
  const logs = logGb(load, parts, invocations)
  const jobBytes = byItems(measured.jobBytes, load.itemsPerRequest)
  const table = ((jobs / DAYS) * packaged.jobDays * jobBytes) / GB
  const out = outGb(load, parts)
  return {
    'http-requests': work.now + work.later + work.webhooks,
    'lambda-requests': invocations,
    'lambda-duration': sumOf(parts, (part) => (msOf(part, load) * part.memory) / 1000),
    'lambda-provisioned': load.provisioned * packaged.memory.http * SECONDS,
    'table-writes': sumOf(parts, ({ use }) => use.writes),
    'table-reads': sumOf(parts, ({ use }) => use.reads),
    'table-storage': table,
    'table-recovery': table,
    'queue-requests': sumOf(parts, ({ use }) => use.queueCalls) + polls(jobs, load),
    events: work.events + jobs + work.webhooks,
    'log-ingestion': logs,
    'log-storage': (logs * assumed.compressed * packaged.logDays) / DAYS,
    metrics: customMetrics(load, work),
    alarms: packaged.alarmMetrics,
    dashboards: packaged.dashboards,
    secrets: load.mode === 'webhooks' ? 2 * load.apps : load.apps,
    'secret-reads': secretReads(load, parts),
    'data-out': out,
    'nat-hours': load.nat ? assumed.natGateways * DAYS * 24 : 0,
    'nat-data': load.nat ? 2 * out + (sumOf(parts, ({ use }) => use.awsCalls) * assumed.awsCallBytes) / GB : 0,
  }
}

/** Our lines and Lambda's, one when an invocation begins and one when it has ended. */
function logGb({ logLevel }: Load, parts: readonly Part[], invocations: number): number {
  const more = logLevel === 'DEBUG' ? 1 : 0
  const own = sumOf(parts, ({ use }) => use.logBytes + more * use.debugBytes + use.logLines * assumed.lineBytes)
  return (own + invocations * (assumed.platformBytes + 2 * assumed.lineBytes)) / GB
}

function outGb({ itemsPerRequest, merge }: Load, parts: readonly Part[]): number {
  // Only jobs are merged, and only they make less than a call each.
  const bytes = ({ chatCalls }: Part) =>
    chatCalls *
    (assumed.callHeadBytes + byItems(measured.callBytes, chatCalls < 1 ? itemsPerRequest * merge : itemsPerRequest))
  return sumOf(parts, bytes) / GB
}

/** Lambda's: one to take doorbells and one to remove them; and some as long as none is there. */
const polls = (jobs: number, { merge }: Load): number =>
  assumed.idlePolls + (2 * jobs) / Math.min(merge, packaged.batch)

/** Each instance that reads secrets reads those of the apps it meets again once they are old. */
function secretReads(load: Load, parts: readonly Part[]): number {
  const reading = parts.filter(({ times, readsSecrets }) => readsSecrets && times > 0)
  return reading.reduce((sum, part) => {
    const busy = (part.times / SECONDS) * (msOf(part, load) / 1000)
    const instances = Math.max(1, Math.ceil(busy * assumed.peak))
    return sum + Math.min(part.times, (instances * load.apps * SECONDS) / load.secretTtlSeconds)
  }, 0)
}

/** What Chat lets an app do of one command (docs/settings.md, UPSTREAM_CALLS_PER_SECOND). */
export const CALLS_PER_SECOND = 200

/** How many calls a second Chat sees on average, and how many apps that takes at the least. */
export function quotaOf(load: Load): { readonly perSecond: number; readonly apps: number } {
  const perSecond = sumOf(partsOf(load), ({ chatCalls }) => chatCalls) / SECONDS
  return { perSecond, apps: Math.max(1, Math.ceil(perSecond / CALLS_PER_SECOND)) }
}
