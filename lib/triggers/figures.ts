import { type Code, codeRow, type Kind } from '../errors/codes.ts'
import type { Outcome } from '../flow/outcome.ts'
import { known } from '../operations/known.ts'
import type { Effort } from '../telemetry/effort.ts'
import type { Fields } from '../telemetry/log.ts'
import { type Figures, measured, UNKNOWN } from '../telemetry/metric.ts'
import type { MetricName } from '../telemetry/metric-table.ts'

/** The operation and app that a request asked for, as its caller wrote them. */
export interface Subject {
  readonly operation?: string | undefined
  readonly app?: string | undefined
  /** Whether a secret has proved that there is such an app. */
  readonly isAppReal?: boolean | undefined
}

/** Long enough for any name, too short to fill a log with. */
const MOST_CHARACTERS = 100

/** The metrics of a request or job, as fields of its log line. A name that its caller may have made up becomes no dimension. */
export function figureFields({ operation, app, isAppReal = false }: Subject, figures: Figures): Fields {
  const isKnown = operation !== undefined && known.has(operation)
  return {
    ...(!isKnown && operation !== undefined && { askedOperation: operation.slice(0, MOST_CHARACTERS) }),
    ...(!isAppReal && app !== undefined && { askedApp: app }),
    ...measured({ operation: isKnown ? operation : UNKNOWN, app: isAppReal && app ? app : UNKNOWN }, figures),
  }
}

const faults: Readonly<Record<Kind, MetricName>> = {
  caller: 'CallerFaults',
  operator: 'OperatorFaults',
  upstream: 'UpstreamFaults',
  wait: 'Waits',
}

/** The metric that says who must act, where nothing was done. */
export const faultFigures = (code: Code | undefined): Figures =>
  code === undefined ? {} : { [code === 'INTERNAL' ? 'InternalFaults' : faults[codeRow(code).kind]]: 1 }

/** How many items ended how; an operation without any has no such figures. */
export const itemFigures = ({ answer: { counts } }: Outcome): Figures => ({
  ItemsOk: counts?.ok,
  ItemsPending: counts?.pending,
  ItemsFailed: counts?.failed,
  ItemsUnknown: counts?.unknown,
})

export const effortFigures = (effort: Effort): Figures => ({
  UpstreamCalls: effort.calls,
  BackupCalls: effort.backupCalls,
  Failovers: effort.failovers,
  Retries: effort.retries,
  Conflicts: effort.conflicts,
  Throttles: effort.throttles,
  QuotaWaits: effort.quotaWaits,
  ...(effort.quotaWaits > 0 && { QuotaWaitTime: effort.quotaWaitMs }),
  QuotaRefusals: effort.quotaRefusals,
  CredentialRefusals: effort.credentialRefusals,
})
