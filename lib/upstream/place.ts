import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors/gateway-error.ts'
import type { Places } from '../quota/pace.ts'
import type { Tally } from '../telemetry/effort.ts'
import { LEAST_ATTEMPT_MS } from './reach.ts'

/** Shorter waits are the quota's own pace, or the write that books a place. */
const NOTICED_WAIT_MS = 50

/** Whose place it is, and in which lane. */
interface Placed {
  readonly app: string
  /** Upstream path. */
  readonly path: string
  /** Whose expense it is, veiled. */
  readonly share: string
  /** How long it waits for its place; to the deadline where this is left out. */
  readonly patience?: Patience | undefined
}

/** How long whoever has better to do waits for a place in the quota. */
export interface Patience {
  readonly ms: number
  /** Whether to be refused at once where there is no room now. */
  readonly isHurried: boolean
}

/** The quota of calls is counted by app and command. */
export const laneOf = ({ app, path }: Pick<Placed, 'app' | 'path'>): string => `${app} ${path}`

/**
 * Waits until a call may go out, and notes in `effort` what that took.
 * @param deadline Unix milliseconds
 * @throws GatewayError DEADLINE_EXCEEDED or RATE_LIMITED where the place comes too late
 */
export async function waitForPlace(
  { places, clock }: { readonly places: Places; readonly clock: Clock },
  placed: Placed,
  effort: Tally,
  deadline: number,
): Promise<void> {
  const askedAt = clock.now()
  const latestMs = Math.min(placed.patience?.ms ?? Number.POSITIVE_INFINITY, deadline - askedAt - LEAST_ATTEMPT_MS)
  if (latestMs < 0) throw new GatewayError('DEADLINE_EXCEEDED')
  const place = await places.takePlace(laneOf(placed), latestMs, placed.share, placed.patience?.isHurried)
  if ('tooLate' in place) {
    effort.quotaRefusals++
    throw overQuota()
  }
  if (clock.now() + place.waitMs + LEAST_ATTEMPT_MS > deadline) throw new GatewayError('DEADLINE_EXCEEDED')
  if (place.waitMs > 0) await clock.sleep(place.waitMs)
  const waitedMs = clock.now() - askedAt
  if (waitedMs < NOTICED_WAIT_MS) return
  effort.quotaWaits++
  effort.quotaWaitMs += waitedMs
}

/** What is told of a call for which no place in the quota came in time. */
export const overQuota = (): GatewayError =>
  new GatewayError('RATE_LIMITED', {
    detail:
      'The app’s quota of calls of this kind is used up for now, so this was not sent. Send it again after Retry-After.',
  })
