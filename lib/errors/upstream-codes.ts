import type { Code } from './codes.ts'
import { infoMeanings } from './upstream/friends.ts'
import { allLines } from './upstream/index.ts'
import type { InfoMeaning, Line, RetryClass } from './upstream/line.ts'
import { webhookCodes } from './upstream/webhooks.ts'

export type { InfoMeaning, RetryClass }

export interface UpstreamCode {
  readonly code: Code
  readonly retry: RetryClass
  /** `unknown` where the write may have happened all the same. */
  readonly effect: 'none' | 'unknown'
  /** After an attempt of unknown effect it may say that this attempt did the work. */
  readonly mayBeDone?: true
  /** An operator must act, and yet it says that no attempt before this one can have done the work either. */
  readonly isNeverDone?: true
  /** The time of the credentials is over, by the upstream's clock. */
  readonly isExpiry?: true
}

const rowOf = ([code, retry, , more]: Line): UpstreamCode => ({
  code,
  retry,
  effect: more === 'unknown' ? more : 'none',
  ...(more === 'maybe done' && { mayBeDone: true }),
  ...(more === 'never done' && { isNeverDone: true }),
  ...(more === 'by its clock' && { isExpiry: true }),
})

/** What each of Chat's numbers is to us; `upstream/` has them by range. */
export const upstreamCodes: ReadonlyMap<number, UpstreamCode> = new Map(
  allLines.flatMap((line) => {
    const row = rowOf(line)
    return line[2].map((number) => [number, row] as const)
  }),
)

const rejected: UpstreamCode = { code: 'UPSTREAM_REJECTED', retry: 'no', effect: 'none' }

/**
 * What an upstream code other than 0 means. A number we do not know is a final refusal that keeps its number.
 * @param info the upstream's ErrorInfo or ResultInfo, for the number that hides several situations
 * @param ownMeanings what such an info means for this operation, before what it means everywhere
 */
export function classify(number: number, info: string, ownMeanings: readonly InfoMeaning[] = []): UpstreamCode {
  const known = upstreamCodes.get(number)
  if (!known) {
    const isWebhooks = webhookCodes.bounds.some(({ from, to }) => number >= from && number <= to)
    return isWebhooks ? { ...rejected, code: webhookCodes.code } : rejected
  }
  if (number !== infoMeanings.number) return known
  const meaning = [...ownMeanings, ...infoMeanings.meanings].find(([suffix]) => info.endsWith(suffix))
  return meaning ? { ...known, code: meaning[1], ...(ownMeanings.includes(meaning) && { mayBeDone: true }) } : known
}
