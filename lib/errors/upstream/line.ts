import type { Code } from '../codes.ts'
import type { RetryClass } from '../upstream-codes.ts'

/** What such a refusal says beside its code; each is explained where `UpstreamCode` names it. */
export type More = 'unknown' | 'maybe done' | 'never done' | 'by its clock'

/** Chat's numbers that are one thing to us: our code, how it is repeated, and what more it says. */
export type Line = readonly [code: Code, retry: RetryClass, numbers: readonly number[], more?: More]

/** Numbers of one kind, and where they lie. */
export interface Bounds {
  readonly of: string
  readonly from: number
  readonly to: number
}

/** What each number says. Only the printed list reads it, so that no function carries it. */
export type Meanings = Readonly<Record<number, string>>

/** One file of this folder. */
export interface Range {
  readonly bounds: Bounds
  readonly lines: readonly Line[]
  readonly meanings: Meanings
}
