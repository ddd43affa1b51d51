import { EventEmitter, once } from 'node:events'
import type { BusEvent } from './put-events.ts'

/** An event and its place in the order of arrival, from 1. */
export interface Recorded {
  seq: number
  event: BusEvent
}

/** The last events that arrived, for whoever watches the bus. */
export class RecentEvents {
  readonly #most: number
  readonly #arrivals = new EventEmitter().setMaxListeners(0)
  #seq = 0
  #kept: Recorded[] = []

  constructor(most: number) {
    this.#most = most
  }

  add(event: BusEvent): void {
    this.#kept.push({ seq: ++this.#seq, event })
    if (this.#kept.length > this.#most) this.#kept.shift()
    this.#arrivals.emit('arrival')
  }

  /** Those after the one of that number. */
  after(seq: number): Recorded[] {
    return this.#kept.filter((recorded) => recorded.seq > seq)
  }

  /** The same, as soon as there is one; without any when `given up` says so. */
  async next(seq: number, givenUp: AbortSignal): Promise<Recorded[]> {
    while (this.#seq <= seq && !givenUp.aborted) {
      await once(this.#arrivals, 'arrival', { signal: givenUp }).catch(() => undefined)
    }
    return this.after(seq)
  }
}
