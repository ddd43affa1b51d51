import type { Clock } from '../clock.ts'
import type { Tally } from '../telemetry/effort.ts'
import type { Hosts } from './hosts.ts'
import type { Origin } from './regions.ts'
import type { Exchange, Sent, send } from './send.ts'

/** An attempt with less time than this would only turn a clean refusal into an unknown effect. */
export const LEAST_ATTEMPT_MS = 100

/** A place in the quota is good for so long. */
const PLACE_MS = 30

export interface ReachParts {
  readonly hosts: Hosts
  readonly send: typeof send
  readonly clock: Clock
  readonly attemptTimeoutMs: number
}

export interface Call extends Pick<Exchange, 'path' | 'body'> {
  /** The hosts of one region, primary first; no other is ever tried. */
  readonly origins: readonly [Origin, ...Origin[]]
  /** Unix milliseconds. */
  readonly deadline: number
  /** Waits for another place in the quota; where none comes in time, it throws GatewayError. */
  readonly placeAgain: () => Promise<void>
  /** Only such a call may find out whether a host that was gone answers again, or a connection used before is dead. */
  readonly isRepeatable: boolean
  /** Where it is noted what reaching the region took. */
  readonly effort: Pick<Tally, 'backupCalls' | 'failovers'>
}

export interface Reached {
  readonly sent: Sent
  /** The host it went to last. */
  readonly host: string
}

/**
 * Sends the call to its region. Where a host can't be reached it goes to the next one at once, whatever kind of call it is:
 * nothing was sent, so nothing is done twice. What was lost after that is for the retries to judge.
 * @throws GatewayError where finding out took so long that the call needs another place in the quota, and gets none in time
 */
export async function sendToRegion(parts: ReachParts, call: Call): Promise<Reached> {
  const { hosts, send, clock, attemptTimeoutMs } = parts
  const { origins, path, body, deadline, effort } = call
  const tried = new Set<Origin>()
  for (let origin = hosts.pick(origins, call.isRepeatable); ; ) {
    effort.failovers += hosts.leaveFor(origin, origins)
    const sentAt = clock.now()
    const latestMs = deadline - sentAt
    const timeoutMs = Math.min(attemptTimeoutMs, latestMs)
    const sent = await send({ origin, path, body, timeoutMs, latestMs, needsNew: !call.isRepeatable })
    // Without a backup there is nothing to choose.
    if (origins.length > 1) hosts.report(origin, sent)
    tried.add(origin)
    const next = sent.kind === 'unsent' ? hosts.spare(origins, tried) : undefined
    if (!next || clock.now() + LEAST_ATTEMPT_MS > deadline) {
      if (origin !== origins[0]) effort.backupCalls++
      return { sent, host: origin.hostname }
    }
    if (clock.now() - sentAt > PLACE_MS) await call.placeAgain()
    origin = next
  }
}
