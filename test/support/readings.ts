import type { RetryClass } from '../../lib/errors/upstream-codes.ts'
import type { Reading } from '../../lib/upstream/reply.ts'
import type { Verdict } from '../../lib/upstream/verdict.ts'

/** What calls about two items are read as. */
export const entries = ['a', 'b'].map((id) => ({ id, json: `"${id}"` }))
export const ok: Verdict = { status: 'ok' }
const upstream = { code: 30001, info: '' }
export const failed = (retry: RetryClass): Verdict => ({
  status: 'failed',
  fault: { code: 'UPSTREAM_INTERNAL', retry, upstream },
})
export const refused: Verdict = { status: 'failed', fault: { code: 'NOT_A_FRIEND', retry: 'no', upstream } }
export const foreign: Verdict = {
  status: 'failed',
  fault: { code: 'APP_MISMATCH', retry: 'no', upstream: { code: 30002, info: '' }, isNeverDone: true },
}
export const notServed: Verdict = { status: 'failed', fault: { code: 'APP_UNAVAILABLE', retry: 'no', upstream } }
export const refusedByUs: Verdict = { status: 'failed', fault: { code: 'UNKNOWN_APP', retry: 'no' } }
export const unknown: Verdict = { status: 'unknown', fault: { code: 'UPSTREAM_TIMEOUT', retry: 'backoff' } }
export const items = (a: Verdict, b: Verdict): Reading => ({
  kind: 'items',
  strangers: 0,
  verdicts: new Map([
    ['a', a],
    ['b', b],
  ]),
})
export const whole = (verdict: Verdict): Reading => ({ kind: 'whole', verdict })
