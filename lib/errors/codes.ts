import { calls } from './codes/calls.ts'
import { friends } from './codes/friends.ts'
import { groups } from './codes/groups.ts'
import { messages } from './codes/messages.ts'
import { requests } from './codes/requests.ts'

/** Who must act. */
export type Kind = 'caller' | 'operator' | 'wait' | 'upstream'

export interface CodeRow {
  readonly status: number
  readonly kind: Kind
  /** Whether the same request may succeed when sent again as it is. */
  readonly retryable: boolean
  readonly title: string
  /** What the reader of the error does about it. */
  readonly cure: string
  /** Seconds, for the statuses that carry Retry-After. */
  readonly retryAfter?: number | undefined
}

/**
 * The one table of our codes; `docs/error-codes.md` is printed from it, and from what each of Chat's numbers becomes
 * (`upstream-codes.ts`). Upstream facts: https://trtc.io/document/34348 and the pages of the operations.
 */
export const codes = { ...requests, ...calls, ...friends, ...groups, ...messages }

export type Code = keyof typeof codes

/** What a caller reads of a code: what it is, with the particulars of this time, then what to do. */
export const messageOf = (code: Code, particular?: string): string => `${titleOf(code, particular)} ${codes[code].cure}`

/** What it is, as a sentence. */
export const titleOf = (code: Code, particular?: string): string =>
  `${codes[code].title}${particular === undefined ? '' : ` (${particular})`}.`

/** Our row for a code. */
export const codeRow = (code: Code): CodeRow => codes[code]
