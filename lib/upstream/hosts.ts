import { isAhead } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import { CONNECT_MS } from './probe.ts'
import type { Origin } from './regions.ts'
import type { Sent } from './send.ts'

/** How long a host that could not be reached is passed over before anybody looks whether it is back. */
const REST_MS = 10_000
/** A look that took longer was slept through: nobody waits for it, so the sandbox may have been frozen meanwhile. */
const MOST_LOOK_MS = CONNECT_MS + 500

/**
 * A host that could not be reached: it rests, then a connection beside the calls looks whether it answers, then one call
 * tries it while all others keep away.
 */
interface Absence {
  readonly stage: 'resting' | 'answering' | 'tried'
  /** Unix milliseconds of the latest sign that it is gone. */
  readonly since: number
}

export interface HostsParts {
  /** Unix time in milliseconds. */
  readonly now: () => number
  /** Whether a connection can be made; never rejects. */
  readonly probe: (origin: Origin) => Promise<boolean>
  readonly log: Log
}

type Lost = Extract<Sent, { kind: 'lost' }>
type Origins = readonly [Origin, ...Origin[]]

/** Whether a call that was lost says that its host is gone. */
const isTold = ({ reason, onUsed }: Lost): boolean => reason === 'cut' && !onUsed

const keyOf = ({ protocol, hostname, port }: Origin): string => `${protocol}//${hostname}:${port}`

/**
 * Which of an app's origins to call: the primary, and while that can't be reached the next one. All stand in one region, so
 * they hold the same data (https://trtc.io/document/34620 names a backup host for each).
 */
export class Hosts {
  readonly #parts: HostsParts
  readonly #absences = new Map<string, Absence>()
  readonly #looking = new Set<string>()
  /** Found gone, and no call has gone to another instead yet. */
  readonly #notLeft = new Set<string>()

  constructor(parts: HostsParts) {
    this.#parts = parts
  }

  /**
   * The first origin that is there; where none is, the one not heard of for longest.
   * @param mayTry whether the call may find out if an absent host, which takes connections again, answers calls as well
   */
  pick(origins: Origins, mayTry: boolean): Origin {
    if (origins.length === 1) return origins[0]
    const present = origins.find((origin) => this.#isOpen(origin, mayTry))
    if (present) return present
    const chosen = origins.reduce((best, origin) => (this.#goneSince(origin) < this.#goneSince(best) ? origin : best))
    this.#beginToTry(chosen)
    return chosen
  }

  /**
   * An origin other than those tried: one that is there, else one that may be back by now, for all who ask, as they have no
   * better one. Nobody looks at a backup while the primary is there, so one that was gone for a moment long ago counts as gone.
   */
  spare(origins: Origins, tried: ReadonlySet<Origin>): Origin | undefined {
    const others = origins.filter((origin) => !tried.has(origin))
    const present = others.find((origin) => !this.#absences.has(keyOf(origin)))
    if (present) return present
    const chosen = others.find((origin) => !this.#isResting(origin))
    if (chosen) this.#beginToTry(chosen)
    return chosen
  }

  /**
   * Learns from what became of a call. A time-out says nothing of the host, since Chat itself may be slow, so it only makes
   * us look. A cut of a connection that was used before says nothing at all: it may have died while we slept. A reply brings back
   * none but the host that was being tried: others left before it was found gone.
   */
  report(origin: Origin, sent: Sent): void {
    const isTried = this.#absences.get(keyOf(origin))?.stage === 'tried'
    if (sent.kind === 'reply') {
      if (isTried) this.#isBack(origin)
    } else if (isTried || sent.kind === 'unsent' || isTold(sent)) this.#isGone(origin, sent.reason)
    else if (sent.reason === 'timeout') this.#look(origin)
  }

  /**
   * Tells that a call goes to this origin of these.
   * @returns how many of the others it is the first to leave since they were found gone: each failover is one call's, however many find
   * the same host gone at once, or none does and a connection beside them finds it
   */
  leaveFor(origin: Origin, origins: Origins): number {
    return origins.filter((other) => other !== origin && this.#notLeft.delete(keyOf(other))).length
  }

  #isOpen(origin: Origin, mayTry: boolean): boolean {
    const absence = this.#absences.get(keyOf(origin))
    if (!absence) return true
    if (absence.stage === 'resting' && this.#hasRested(absence)) this.#look(origin)
    if (absence.stage !== 'answering' || !mayTry) return false
    this.#beginToTry(origin)
    return true
  }

  #isResting(origin: Origin): boolean {
    const absence = this.#absences.get(keyOf(origin))
    return absence?.stage === 'resting' && !this.#hasRested(absence)
  }

  #beginToTry(origin: Origin): void {
    this.#absences.set(keyOf(origin), { stage: 'tried', since: this.#goneSince(origin) })
  }

  /** A clock that was set back must not make the rest longer. */
  #hasRested({ since }: Absence): boolean {
    const elapsed = this.#parts.now() - since
    return elapsed < 0 || elapsed >= REST_MS
  }

  /** No call waits for this. */
  #look(origin: Origin): void {
    const { now, probe } = this.#parts
    const key = keyOf(origin)
    if (this.#looking.has(key)) return
    this.#looking.add(key)
    const begunAt = now()
    void probe(origin).then((answers) => {
      this.#looking.delete(key)
      const absence = this.#absences.get(key)
      const wasAwake = isAhead(begunAt + MOST_LOOK_MS, MOST_LOOK_MS, now())
      if (!answers && absence?.stage !== 'tried' && wasAwake) this.#isGone(origin, 'timeout')
      else if (answers && absence?.stage === 'resting') this.#absences.set(key, { ...absence, stage: 'answering' })
    })
  }

  #isGone(origin: Origin, reason: string): void {
    const key = keyOf(origin)
    if (!this.#absences.has(key)) {
      this.#notLeft.add(key)
      this.#parts.log.warn('host failover', { host: origin.hostname, reason })
    }
    this.#absences.set(key, { stage: 'resting', since: this.#parts.now() })
  }

  #isBack(origin: Origin): void {
    this.#absences.delete(keyOf(origin))
    this.#notLeft.delete(keyOf(origin))
    this.#parts.log.info('host is back', { host: origin.hostname })
  }

  #goneSince(origin: Origin): number {
    return this.#absences.get(keyOf(origin))?.since ?? 0
  }
}
