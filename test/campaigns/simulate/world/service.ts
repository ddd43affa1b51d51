import type { Random } from '../../random.ts'
import type { VirtualTime } from './virtual-time.ts'

/** Whoever sends requests. What a crashed one still waits for never comes. */
export interface Client {
  readonly isAlive: boolean
}

/** How a service is just now. */
export type Mode = 'perfect' | 'fair' | 'slow' | 'throttled' | 'out'

export interface Asking<T> {
  readonly client: Client
  /** What the request does there, at once and whole; what it throws is the service's refusal. */
  readonly apply: () => T
  /** How long the client waits for one try, and how often it tries. Milliseconds. */
  readonly patienceMs: number
  readonly tries: number
  /** When it gives the whole up. Virtual time. */
  readonly endsAt?: number | undefined
}

/** What becomes of one try: `unheard` takes effect, and nobody hears of it. */
type Fate = 'fine' | 'refused' | 'lost' | 'unheard'

/** By mode: weights of fates. */
const fates: Readonly<Record<Mode, readonly (readonly [number, Fate])[]>> = {
  perfect: [[1, 'fine']],
  fair: [
    [0.997, 'fine'],
    [0.001, 'refused'],
    [0.001, 'lost'],
    [0.001, 'unheard'],
  ],
  slow: [
    [0.97, 'fine'],
    [0.01, 'lost'],
    [0.02, 'unheard'],
  ],
  throttled: [
    [0.6, 'fine'],
    [0.4, 'refused'],
  ],
  out: [
    [0.5, 'refused'],
    [0.4, 'lost'],
    [0.1, 'unheard'],
  ],
}
const BACKOFF_MS = 50

export const named = (name: string, message = name): Error => Object.assign(new Error(message), { name })

/** A service behind a network: each request takes its time there and back, and some go wrong on either way. */
export class Service {
  mode: Mode = 'fair'
  /** When a client was last told that its request had failed, or gave it up. Virtual time. */
  failedAt = Number.NEGATIVE_INFINITY
  readonly #time: VirtualTime
  readonly #random: Random
  readonly #usualMs: number

  /** @param usualMs what one way takes, about */
  constructor(time: VirtualTime, random: Random, usualMs: number) {
    this.#time = time
    this.#random = random
    this.#usualMs = usualMs
  }

  /** Never settles for a client that has crashed. */
  ask<T>(asking: Asking<T>): Promise<T> {
    if (!asking.client.isAlive) return new Promise(() => undefined)
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        this.failedAt = this.#time.now
        reject(error)
      }
      this.#try(new Exchange(asking, { resolve, reject, fail }, this.#time))
    })
  }

  #try<T>(exchange: Exchange<T>): void {
    const fate = this.#random.weighted(fates[this.mode])
    if (fate === 'refused') exchange.failAfter(this.#oneWayMs(), named('ThrottlingException'), this.#again(exchange))
    else if (fate === 'lost') exchange.failAfter(exchange.patienceMs, named('TimeoutError'), this.#again(exchange))
    else this.#carry(exchange, fate === 'fine')
  }

  #carry<T>(exchange: Exchange<T>, isHeard: boolean): void {
    const thereMs = this.#oneWayMs()
    const backMs = this.#oneWayMs()
    const isInTime = isHeard && thereMs + backMs < exchange.patienceMs
    if (!isInTime) exchange.failAfter(exchange.patienceMs, named('TimeoutError'), this.#again(exchange))
    this.#time.after(thereMs, () => {
      const answer = exchange.apply()
      if (isInTime) this.#time.after(backMs, () => exchange.end(answer))
    })
  }

  #again<T>(exchange: Exchange<T>): () => void {
    return () => this.#time.after(BACKOFF_MS * this.#random.fraction(), () => this.#try(exchange))
  }

  #oneWayMs(): number {
    const usual = this.mode === 'slow' ? this.#usualMs * 20 : this.#usualMs
    return usual * (0.7 + 0.6 * this.#random.fraction())
  }
}

interface Ends<T> {
  readonly resolve: (value: T) => void
  /** The service's own refusal. */
  readonly reject: (error: unknown) => void
  /** Nothing was heard of it. */
  readonly fail: (error: Error) => void
}

/** One request with all its tries. */
class Exchange<T> {
  readonly #asking: Asking<T>
  readonly #ends: Ends<T>
  readonly #time: VirtualTime
  #triesLeft: number
  #isOver = false

  constructor(asking: Asking<T>, ends: Ends<T>, time: VirtualTime) {
    this.#asking = asking
    this.#ends = ends
    this.#time = time
    this.#triesLeft = asking.tries - 1
    const { endsAt } = asking
    if (endsAt !== undefined) time.after(endsAt - time.now, () => this.end(() => ends.fail(named('AbortError'))))
  }

  get patienceMs(): number {
    return this.#asking.patienceMs
  }

  /** Does it, and keeps what came of it for when the answer has come back. */
  apply(): () => void {
    try {
      const value = this.#asking.apply()
      return () => this.#ends.resolve(value)
    } catch (error) {
      return () => this.#ends.reject(error)
    }
  }

  failAfter(ms: number, error: Error, again: () => void): void {
    this.#time.after(ms, () => {
      if (this.#isOver || !this.#asking.client.isAlive) return
      if (this.#triesLeft-- > 0) again()
      else this.end(() => this.#ends.fail(error))
    })
  }

  end(answer: () => void): void {
    if (this.#isOver) return
    this.#isOver = true
    if (this.#asking.client.isAlive) answer()
  }
}
