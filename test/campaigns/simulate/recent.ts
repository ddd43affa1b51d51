import type { Random } from '../random.ts'

/** The last few of something, any of which may be picked. */
export class Recent<T> {
  readonly #kept: T[] = []
  readonly #most: number
  readonly #drop: (one: T) => void
  #added = 0

  /** @param drop told of what is no longer kept */
  constructor(most: number, drop: (one: T) => void) {
    this.#most = most
    this.#drop = drop
  }

  add(one: T): void {
    const place = this.#added++ % this.#most
    const old = this.#kept[place]
    this.#kept[place] = one
    if (old !== undefined) this.#drop(old)
  }

  pick(random: Random): T | undefined {
    return this.#kept[random.whole(0, Math.max(0, this.#kept.length - 1))]
  }
}
