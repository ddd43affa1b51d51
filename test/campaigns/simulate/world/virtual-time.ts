/** Something that is to happen at a time of its own, unless it is cancelled. Looks like a timer of Node's as far as anybody uses one. */
export class Appointment {
  readonly at: number
  readonly order: number
  #run: (() => void) | undefined

  constructor(at: number, order: number, run: () => void) {
    this.at = at
    this.order = order
    this.#run = run
  }

  get isCancelled(): boolean {
    return this.#run === undefined
  }

  keep(): void {
    const run = this.#run
    this.#run = undefined
    run?.()
  }

  cancel(): void {
    this.#run = undefined
  }

  unref(): this {
    return this
  }
}

const isSooner = (one: Appointment, other: Appointment): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order)

/** Time that passes only from one appointment to the next, those of one moment in the order they were made. Unix milliseconds. */
export class VirtualTime {
  readonly #heap: Appointment[] = []
  #now: number
  #made = 0

  constructor(begin: number) {
    this.#now = begin
  }

  get now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): Appointment {
    const made = new Appointment(this.#now + Math.max(0, ms), this.#made++, run)
    this.#push(made)
    return made
  }

  /** Keeps the next appointment; false where there is none. */
  passOn(): boolean {
    for (let next = this.#pop(); next; next = this.#pop()) {
      if (next.isCancelled) continue
      this.#now = next.at
      next.keep()
      return true
    }
    return false
  }

  #push(made: Appointment): void {
    const heap = this.#heap
    let index = heap.push(made) - 1
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above] as Appointment
      if (!isSooner(made, parent)) break
      heap[index] = parent
      index = above
    }
    heap[index] = made
  }

  #pop(): Appointment | undefined {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()
    if (!last || heap.length === 0) return first
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      if (left >= heap.length) break
      const right = left + 1
      const isRight = right < heap.length && isSooner(heap[right] as Appointment, heap[left] as Appointment)
      const below = isRight ? right : left
      const child = heap[below] as Appointment
      if (!isSooner(child, last)) break
      heap[index] = child
      index = below
    }
    heap[index] = last
    return first
  }
}
