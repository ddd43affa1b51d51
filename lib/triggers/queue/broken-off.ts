import { messageOf } from '../../errors/codes.ts'
import type { GatewayError } from '../../errors/gateway-error.ts'
import { beside, type Counts, endEarly, foldWhole, type ItemResult } from '../../flow/outcome.ts'
import { lookOf, saidOf } from '../../flow/send-numbers.ts'
import { type Memory, outcomeIn, resultsIn } from '../../jobs/memory.ts'
import type { Worked } from '../../jobs/work.ts'
import { isObject } from '../../json.ts'
import type { AnyOperation } from '../../operation.ts'
import { noEffort } from '../../telemetry/effort.ts'

/** What a job comes to that is refused now: what its earlier attempts did, or may have done, stays told. */
export function brokenOff(memory: Memory | undefined, refused: GatewayError): Worked {
  const before = outcomeIn(memory)
  const results = resultsIn(before)
  const told = { effort: noEffort(), isAppReal: false, merged: 1 }
  if (results.length > 0) {
    const refusal = { code: refused.code, message: refused.message, retryable: refused.retryable }
    const ended = endEarly(results, before?.answer.counts?.pending !== undefined, refusal)
    return { outcome: beside(before?.answer ?? {}, ended), ...told }
  }
  if (before?.outcome !== 'unknown' || !before.leading) return { refused }
  const { code, message, upstream } = before.leading
  const doubt = { code, message, retryable: false, ...(upstream && { upstream }) }
  return { outcome: beside(before.answer, foldWhole('unknown', doubt, {})), ...told }
}

/** A job that a worker may have been doing when it was broken off. */
export interface Interrupted {
  /** Undefined where it is known no more. */
  readonly operation: AnyOperation | undefined
  readonly app: string
  /** What the job had left to do; undefined where that is damaged, or not read. */
  readonly body: unknown
}

/**
 * What is remembered of a job whose worker was broken off, where nothing more can be sent of it: whatever it may have been sending is
 * in doubt, but for a read, which has no effect that could be. Of a send its caller is told how to look.
 * @param memory of its attempts before that, where there were any
 */
export function doubtOf({ operation, app, body }: Interrupted, memory: Memory | undefined): Memory | undefined {
  if (operation?.effect === 'read') return memory
  const before = outcomeIn(memory)
  const earlier = resultsIn(before)
  const results = earlier.length > 0 ? earlier : openResults(operation, body)
  const code = 'INTERRUPTED'
  const send = operation && isObject(body) ? { operation, app, body } : undefined
  const look = send && lookOf(send)
  const message = look === undefined ? messageOf(code) : `${messageOf(code)} ${look}`
  const said = { ...(send && saidOf(send)), ...before?.answer }
  if (results.length === 0) {
    return { outcome: beside(said, foldWhole('unknown', { code, message, retryable: false }, {})) }
  }
  const doubted = results.map(
    (result): ItemResult =>
      result.error?.retryable ? { ...result, status: 'unknown', error: { code, message, retryable: true } } : result,
  )
  const counts = before?.answer.counts ?? noneOf(operation)
  return { outcome: { outcome: 'unknown', answer: { ...said, counts, results: doubted } } }
}

const noneOf = (operation: AnyOperation | undefined): Counts => ({
  ok: 0,
  failed: 0,
  unknown: 0,
  ...(operation?.items?.mayPend && { pending: 0 }),
})

/** Each item as one that is still to be done. */
function openResults(operation: AnyOperation | undefined, body: unknown): ItemResult[] {
  const { member = '', id: idOf } = operation?.items ?? {}
  const list: unknown = Object(body)[member]
  if (!idOf || !Array.isArray(list)) return []
  const error = { code: 'INTERRUPTED', message: messageOf('INTERRUPTED'), retryable: true } as const
  return list.map((item) => ({ id: idOf(item), status: 'failed', error }))
}
