import { within } from '../clock.ts'

/**
 * Lets work on one key run one after another, in the order asked for, and work on different keys side by side: Chat refuses
 * overlapping writes of one account (30008).
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /**
   * Runs `work` when its turn has come, or after `ms` all the same: work that comes too late sends nothing, since it
   * keeps the same deadline, but it can still answer.
   */
  async take<T>(key: string, ms: number, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key)
    const mine = (async () => {
      if (before) await within<unknown>(before, ms, () => undefined).catch(() => undefined)
      return work()
    })()
    this.#last.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key)
    }
  }
}
