import type { Origin } from './regions.ts'
import type { Sent } from './send.ts'

/** How long a host that could not be reached is passed over. */
const REST_MS = 10_000
/** How long others keep away while one call tries whether it is back. */
const PROBE_MS = 2000

const keyOf = ({ protocol, hostname, port }: Origin): string => `${protocol}//${hostname}:${port}`

/**
 * Which of an app's origins to call: the primary, and while that can't be reached the next one. All stand in one region, so
 * they hold the same data (https://trtc.io/document/34620 names a backup host for each).
 */
export class Hosts {
  readonly #restUntil = new Map<string, number>()
  readonly #now: () => number

  /** @param now Unix time in milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /** The first origin that is not resting; of several that rest, the one that has rested longest. */
  pick(origins: readonly [Origin, ...Origin[]]): Origin {
    const now = this.#now()
    const chosen = origins.find((origin) => now >= this.#restOf(origin)) ?? this.#mostRested(origins)
    // Whoever comes while this call finds out keeps to the others.
    if (this.#restUntil.has(keyOf(chosen))) this.#restUntil.set(keyOf(chosen), now + PROBE_MS)
    return chosen
  }

  /** Learns from what became of a call. A time-out says nothing of the host: Chat itself may be slow. */
  report(origin: Origin, sent: Sent): void {
    const isGone = sent.kind === 'unsent' || (sent.kind === 'lost' && sent.reason === 'cut')
    if (isGone) this.#restUntil.set(keyOf(origin), this.#now() + REST_MS)
    else if (sent.kind === 'reply') this.#restUntil.delete(keyOf(origin))
  }

  #restOf(origin: Origin): number {
    return this.#restUntil.get(keyOf(origin)) ?? 0
  }

  #mostRested(origins: readonly [Origin, ...Origin[]]): Origin {
    return origins.reduce((best, origin) => (this.#restOf(origin) < this.#restOf(best) ? origin : best))
  }
}
