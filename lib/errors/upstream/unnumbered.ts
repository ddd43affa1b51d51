import type { Code } from '../codes.ts'
import type { UpstreamCode } from '../upstream-codes.ts'

/** What Chat says by a word, a list or a success that is none: such a refusal has no number of Chat's. */
export const unnumbered = {
  ALREADY_MEMBER: { code: 'ALREADY_MEMBER', retry: 'no', effect: 'none', mayBeDone: true },
  EARLIER_ITEM_FAILED: { code: 'EARLIER_ITEM_FAILED', retry: 'caller', effect: 'none' },
  MEMBER_OFFLINE: { code: 'MEMBER_OFFLINE', retry: 'no', effect: 'none' },
  MESSAGE_DROPPED: { code: 'MESSAGE_DROPPED', retry: 'caller', effect: 'none' },
  UNEXPLAINED_FAILURE: { code: 'UNEXPLAINED_FAILURE', retry: 'once', effect: 'none' },
} as const satisfies Partial<Record<Code, UpstreamCode>>

/** A code that stands for what Chat gives no number of its own. */
export type Unnumbered = keyof typeof unnumbered
