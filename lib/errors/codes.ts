import { calls } from './codes/calls.ts'
import { friends } from './codes/friends.ts'
import { groups } from './codes/groups.ts'
import { messages } from './codes/messages.ts'
import { requests } from './codes/requests.ts'
import type { CodeRow, Kind } from './codes/row.ts'

export type { CodeRow, Kind }

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
