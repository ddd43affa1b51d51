/** Counts events per key over the last `windowMs`, seen from any moment: the strict reading of "so many a second". */
export class SlidingWindow {
  readonly #windowMs: number
  readonly #times = new Map<string, number[]>()

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  count(key: string, now: number): number {
    const times = this.#times.get(key) ?? []
    const calm = times.findIndex((time) => time > now - this.#windowMs)
    times.splice(0, calm === -1 ? times.length : calm)
    return times.length
  }

  /** Forgets what was counted of the keys that begin like this. */
  forget(prefix: string): void {
    for (const key of this.#times.keys()) {
      if (key.startsWith(prefix)) this.#times.delete(key)
    }
  }

  add(key: string, now: number): void {
    const times = this.#times.get(key)
    if (times) times.push(now)
    else this.#times.set(key, [now])
  }
}
