import type { Code } from '../codes.ts'

/**
 * How we treat an upstream refusal: `no` repeat; `backoff` with growing waits; `throttle` more slowly still;
 * `conflict` after the other writer; `once` more; `caller` may repeat but we do not; `resign` with fresh credentials;
 * `hold` the credentials, since every further try makes it worse.
 */
export type RetryClass = 'no' | 'backoff' | 'throttle' | 'conflict' | 'once' | 'caller' | 'resign' | 'hold'

/** What the end of an info text means, where one number hides several situations. */
export type InfoMeaning = readonly [suffix: string, code: Code]

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
