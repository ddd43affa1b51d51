/** Which requests are open: a value of a request may be written only while somebody still waits for what becomes of it. */
export class OpenMarks {
  readonly #open = new Map<number, number>()

  open(mark: number): void {
    this.#open.set(mark, (this.#open.get(mark) ?? 0) + 1)
  }

  close(mark: number): void {
    const left = (this.#open.get(mark) ?? 0) - 1
    if (left > 0) this.#open.set(mark, left)
    else this.#open.delete(mark)
  }

  isOpen(mark: number): boolean {
    return this.#open.has(mark)
  }

  get size(): number {
    return this.#open.size
  }
}

/** Counts events of a key in any sliding second, or whatever the window is. */
export class SlidingCount {
  readonly #windowMs: number
  readonly #times = new Map<string, number[]>()

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** Adds one, and says how many there are in the window that ends now. */
  add(key: string, now: number): number {
    const times = (this.#times.get(key) ?? []).filter((time) => time > now - this.#windowMs)
    times.push(now)
    this.#times.set(key, times)
    return times.length
  }
}
