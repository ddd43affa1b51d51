import type { Code } from '../errors/codes.ts'
import type { Subject, UpstreamFault } from '../errors/gateway-error.ts'
import type { RetryClass } from '../errors/upstream-codes.ts'
import type { Members } from '../json.ts'

/** Why an item is not done, and what a repeat is worth. */
export interface Fault {
  readonly code: Code
  readonly retry: RetryClass
  /** What happened, where the code's own words say less. */
  readonly detail?: string
  readonly upstream?: UpstreamFault
  /** What came in place of an answer of Chat's, or what of its answer could not be understood and where; no value of it. */
  readonly particular?: string
  /** The status of an answer that had another one than 200. */
  readonly httpStatus?: number
  /** Which account is missing, where one is: the one acted for, or the item's. */
  readonly subject?: Subject
  /** Said of the call as a whole, so it may be another item's doing. */
  readonly ofCall?: true
  /** Where it says that no attempt before this one can have done the work either, though an operator must act. */
  readonly isNeverDone?: true
  /** Where an item's own refusal may say that an earlier attempt did the work. */
  readonly mayBeDone?: true
  /** An earlier attempt of the same call may have done what this one was refused. */
  readonly isAfterDoubt?: true
  /** The time of the call's credentials is over, by Chat's clock. */
  readonly isExpiry?: true
}

/** What one attempt proves about one item, and what its reply says `beside` all of its items. */
export type Verdict = (
  | { readonly status: 'ok'; readonly value?: object }
  | { readonly status: 'pending' }
  | { readonly status: 'failed'; readonly fault: Fault }
  | { readonly status: 'unknown'; readonly fault: Fault }
) & { readonly beside?: Members }

/** A verdict that says that something is not done, or not proved to be. */
export type Refused = Exclude<Verdict, { status: 'ok' | 'pending' }>

/** Whether a verdict says that something is not done, or not proved to be. */
export const isFault = (verdict: Verdict): verdict is Refused =>
  verdict.status === 'failed' || verdict.status === 'unknown'

/** What an attempt may have done that was broken off, and must not be done twice. */
export const INTERRUPTED: Verdict = { status: 'unknown', fault: { code: 'INTERRUPTED', retry: 'no' } }

/** Why something is not proved to be done; `particular` says in words what can't be understood, and no value of it. */
export const unclear = (particular: string, retry: RetryClass = 'backoff'): Verdict => ({
  status: 'unknown',
  fault: { code: 'UPSTREAM_MALFORMED', retry, particular },
})
