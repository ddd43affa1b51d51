import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors/gateway-error.ts'
import type { Limit } from '../quota/limit.ts'
import type { Places } from '../quota/pace.ts'
import type { Tally } from '../telemetry/effort.ts'
import { LEAST_ATTEMPT_MS } from './reach.ts'

/** Shorter waits are the quota's own pace, or the write that books a place. */
const NOTICED_WAIT_MS = 50

/** What Chat counts a call by. */
export interface Counted {
  readonly app: string
  /** Upstream path, such as `v4/sns/friend_update`. */
  readonly path: string
  /** Calls a second that the path takes of an app, where its row says so. */
  readonly rate?: number | undefined
  /** The part of the app that is counted besides, and its calls a second. */
  readonly part?: readonly [of: string, rate: number] | undefined
}

/** Whose place it is, and in which lanes. */
interface Placed extends Counted {
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
export const limitOf = ({ app, path, rate }: Omit<Counted, 'part'>): Limit => ({ lane: `${app} ${path}`, rate })

/**
 * All limits of a call, the narrowest first: whoever asks too much of one part waits there, and takes no place of the app's
 * meanwhile. A part's place is lost where the app's comes too late; then the app is so full that the part could not use it anyway.
 */
export function limitsOf(counted: Counted): readonly Limit[] {
  const whole = limitOf(counted)
  if (!counted.part) return [whole]
  const [of, rate] = counted.part
  return [{ lane: `${whole.lane} ${of}`, rate }, whole]
}

interface PlaceParts {
  readonly places: Places
  readonly clock: Clock
}

/**
 * Waits until a call may go out by all its limits, and notes in `effort` what that took.
 * @param deadline Unix milliseconds
 * @throws GatewayError DEADLINE_EXCEEDED or RATE_LIMITED where the place comes too late
 */
export async function waitForPlace(parts: PlaceParts, placed: Placed, effort: Tally, deadline: number): Promise<void> {
  const askedAt = parts.clock.now()
  for (const limit of limitsOf(placed)) await waitFor(limit, parts, placed, effort, deadline)
  const waitedMs = parts.clock.now() - askedAt
  if (waitedMs < NOTICED_WAIT_MS) return
  effort.quotaWaits++
  effort.quotaWaitMs += waitedMs
}

async function waitFor(
  limit: Limit,
  { places, clock }: PlaceParts,
  { share, patience }: Placed,
  effort: Tally,
  deadline: number,
): Promise<void> {
  const latestMs = Math.min(patience?.ms ?? Number.POSITIVE_INFINITY, deadline - clock.now() - LEAST_ATTEMPT_MS)
  if (latestMs < 0) throw new GatewayError('DEADLINE_EXCEEDED')
  const place = await places.takePlace(limit, latestMs, share, patience?.isHurried)
  if ('tooLate' in place) {
    effort.quotaRefusals++
    throw overQuota()
  }
  if (clock.now() + place.waitMs + LEAST_ATTEMPT_MS > deadline) throw new GatewayError('DEADLINE_EXCEEDED')
  if (place.waitMs > 0) await clock.sleep(place.waitMs)
}

/** What is told of a call for which no place in the quota came in time. */
export const overQuota = (): GatewayError =>
  new GatewayError('RATE_LIMITED', {
    detail:
      'The app’s quota of calls of this kind is used up for now, so this was not sent. Send it again after Retry-After.',
  })
