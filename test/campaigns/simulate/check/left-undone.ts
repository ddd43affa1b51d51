import type { Invocation } from '../invocation.ts'
import type { Client } from '../world/service.ts'
import type { VirtualTime } from '../world/virtual-time.ts'

/** An item that a batch has left undone. */
interface Left {
  /** When it was left last, and since when no request for it has brought anything. Virtual time. */
  readonly at: number
  readonly idleSince: number
  isOpen: boolean
}

interface Known {
  readonly startedAt: number
  /** When a request for a batch last failed for another reason than that the table is busy. */
  failedAt: number
  readonly left: Map<string, Left>
}

/** Nobody waits longer before asking again. */
const LONGEST_PAUSE_MS = 1500
/** Whoever has asked in vain for so long may give it up. */
const LEAST_PATIENCE_MS = 250
/** A worker has no time to ask again when its own ends. */
const LEAST_LEFT_AFTER_MS = 45_000
/** What else has failed ends the batches beside it. */
const AFTERMATH_MS = 5000

/** Whether what a batch leaves undone is asked for again, as long as the table gets on and there is time. */
export class LeftUndone {
  /** Requests that were answered in part, or refused as one too many. */
  count = 0
  readonly #time: VirtualTime
  readonly #onDropped: (what: string) => void
  readonly #known = new WeakMap<Invocation, Known>()

  constructor(time: VirtualTime, onDropped: (what: string) => void) {
    this.#time = time
    this.#onDropped = onDropped
  }

  asked(invocation: Invocation, keys: readonly string[]): void {
    const { left } = this.#of(invocation)
    for (const key of keys) {
      const one = left.get(key)
      if (one) one.isOpen = false
    }
  }

  answered(invocation: Invocation, client: Client, asked: readonly string[], leftNow: readonly string[]): void {
    const { left } = this.#of(invocation)
    const { now } = this.#time
    const isOn = leftNow.length < asked.length
    const open = new Set(leftNow)
    for (const key of asked) {
      const idleSince = isOn ? now : (left.get(key)?.idleSince ?? now)
      if (open.has(key)) left.set(key, { at: now, idleSince, isOpen: true })
      else left.delete(key)
    }
    if (leftNow.length === 0) return
    this.count++
    this.#time.after(LONGEST_PAUSE_MS, () => this.#look(invocation, client, now))
  }

  failed(invocation: Invocation): void {
    this.#of(invocation).failedAt = this.#time.now
  }

  #look(invocation: Invocation, client: Client, at: number): void {
    const { left, failedAt, startedAt } = this.#of(invocation)
    const isExcused = !client.isAlive || failedAt > at - AFTERMATH_MS || at > startedAt + LEAST_LEFT_AFTER_MS
    if (isExcused) return
    for (const [key, one] of left) {
      if (one.isOpen && one.at === at && at < one.idleSince + LEAST_PATIENCE_MS)
        this.#onDropped(`${invocation.instance} asks no more for ${key}`)
    }
  }

  #of(invocation: Invocation): Known {
    const known = this.#known.get(invocation)
    if (known) return known
    const begun: Known = { startedAt: this.#time.now, failedAt: Number.NEGATIVE_INFINITY, left: new Map() }
    this.#known.set(invocation, begun)
    return begun
  }
}
