/** A code of the gateway's own, as `lib/errors` has it. */
export interface OurCode {
  readonly status: number
  /** Who must act, in words. */
  readonly who: string
  /** Whether the same request may succeed when sent again as it is. */
  readonly retryable: boolean
  /** Seconds, for the codes that carry Retry-After. */
  readonly retryAfter?: number
  readonly title: string
  readonly cure: string
  /** How the gateway repeats what Chat says without a number; left out where Chat's numbers decide, or where no call is made. */
  readonly repeats?: string
}

/** A number of Chat's: what it says, and what the gateway makes of it. */
export interface ChatNumber {
  readonly code: string
  readonly meaning: string
  /** What its range is about. */
  readonly of: string
  readonly repeats: string
  /** Whether a write that was refused with it can have been done. */
  readonly effect: string
  /** Where the end of Chat's info text tells several situations apart. */
  readonly means?: readonly { readonly ending: string; readonly code: string }[]
}

/** Numbers whose meaning is the app's own. */
export interface Span {
  readonly of: string
  readonly from: number
  readonly to: number
  readonly code: string
}

/** What API Gateway answers where a request never reaches the gateway, or its answer never comes back. */
export interface ApiAnswer {
  readonly status: number
  readonly message: string
  readonly title: string
  /** Whether anything was done, in words. */
  readonly done: string
  readonly cure: string
}
