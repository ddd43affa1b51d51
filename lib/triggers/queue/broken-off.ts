import { type Code, codeRow, messageOf } from '../../errors/codes.ts'
import type { GatewayError } from '../../errors/gateway-error.ts'
import { type Counts, endEarly, foldWhole, type ItemError, type ItemResult } from '../../flow/outcome.ts'
import type { Worked } from '../../jobs/work.ts'
import { operations } from '../../operations/index.ts'
import { noEffort } from '../../telemetry/effort.ts'
import type { KeptAnswer } from '../answer.ts'

/** What is read of the answer to a job's earlier attempts. */
interface Before {
  readonly outcome?: string
  readonly counts?: Counts
  readonly results?: readonly ItemResult[]
  readonly code?: Code
  readonly detail?: string
  readonly upstream?: ItemError['upstream']
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

/**
 * What is kept of a job whose worker was broken off, where nothing more can be sent of it: whatever it may have been sending is in
 * doubt, but for a read, which has no effect that could be.
 * @param body what the job had left to do
 * @param answer to its attempts before that, where there were any
 */
export function doubtOf(operation: string, body: unknown, answer: KeptAnswer | undefined): KeptAnswer | undefined {
  if (operations.get(operation)?.effect === 'read') return answer
  const { results: before = [], counts }: Before = answer?.body ?? {}
  const results = before.length > 0 ? before : openResults(operation, body)
  const code = 'INTERRUPTED'
  const { status } = codeRow(code)
  const message = messageOf(code)
  if (results.length === 0) return { status, body: { outcome: 'unknown', code, detail: message } }
  const doubted = results.map((result) =>
    result.error?.retryable ? { ...result, status: 'unknown', error: { code, message, retryable: true } } : result,
  )
  return { status, body: { counts: counts ?? noneOf(operation), results: doubted } }
}

const noneOf = (operation: string): Counts => ({
  ok: 0,
  failed: 0,
  unknown: 0,
  ...(operations.get(operation)?.items?.mayPend && { pending: 0 }),
})

/** Each item as one that is still to be done. */
function openResults(operation: string, body: unknown): ItemResult[] {
  const { member = '', id } = operations.get(operation)?.items ?? {}
  const list: unknown = Object(body)[member]
  if (!id || !Array.isArray(list)) return []
  const error = { code: 'INTERRUPTED', message: messageOf('INTERRUPTED'), retryable: true } as const
  return list.map((item) => ({ userId: id(item), status: 'failed', error }))
}
