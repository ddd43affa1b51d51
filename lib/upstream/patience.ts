/** How long somebody else is waited for. The time in which we keep them waiting ourselves does not count, but for the latest end. */
export class Patience {
  readonly #end: () => void
  readonly #latest: number
  #leftMs: number
  #since = performance.now()
  #timer: NodeJS.Timeout

  /**
   * @param ms what may pass before `end` is called
   * @param latestMs when it is called whoever is waited for
   */
  constructor(ms: number, latestMs: number, end: () => void) {
    this.#end = end
    this.#leftMs = ms
    this.#latest = this.#since + latestMs
    this.#timer = setTimeout(end, Math.min(ms, latestMs))
  }

  /** From now on they wait for us. */
  pause(): void {
    const now = performance.now()
    this.#leftMs -= now - this.#since
    this.#wait(this.#latest - now)
  }

  /** We wait for them again. */
  resume(): void {
    this.#since = performance.now()
    this.#wait(Math.min(this.#leftMs, this.#latest - this.#since))
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#end, ms)
  }
}
