import { noEffort } from '../../effort.ts'
import type { Code } from '../../errors/codes.ts'
import type { GatewayError, UpstreamFault } from '../../errors/gateway-error.ts'
import { type Counts, endEarly, foldWhole, type ItemResult } from '../../outcome.ts'
import type { Worked } from '../../work.ts'
import type { KeptAnswer } from './tasks.ts'

/** What is read of the answer to a job's earlier attempts. */
interface Before {
  readonly outcome?: string
  readonly counts?: Counts
  readonly results?: readonly ItemResult[]
  readonly code?: Code
  readonly detail?: string
  readonly upstream?: UpstreamFault
}

/** What a job comes to that is refused now: what its earlier attempts did, or may have done, stays told. */
export function brokenOff(answer: KeptAnswer | undefined, refused: GatewayError): Worked {
  const { outcome, counts, results = [], code, detail = '', upstream }: Before = answer?.body ?? {}
  const told = { effort: noEffort(), isAppReal: false, merged: 1 }
  if (results.length > 0) {
    const refusal = { code: refused.code, message: refused.message, retryable: refused.retryable }
    return { outcome: endEarly(results, counts?.pending !== undefined, refusal), ...told }
  }
  if (outcome !== 'unknown' || code === undefined) return { refused }
  const doubt = { code, message: detail, retryable: false, ...(upstream && { upstream }) }
  return { outcome: foldWhole('unknown', doubt, {}), ...told }
}
