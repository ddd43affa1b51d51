import { within } from '../clock.ts'

/**
 * Lets work on one key run one after another, in the order asked for, and work on different keys side by side: Chat refuses
 * overlapping writes of one account (30008).
 */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /**
   * Runs `work` when its turn has come, or after `ms` all the same: work that comes too late sends nothing, since it
   * keeps the same deadline, but it can still answer.
   */
  take<T>(key: string, ms: number, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key)
    const mine = (async () => {
      if (before) await within(before, ms, () => undefined)
      return work()
    })()
    // Work whose time is up may end before the one that it waited for: whoever comes next waits for both.
    const end = () => {
      if (this.#last.get(key) === over) this.#last.delete(key)
    }
    const over: Promise<void> = before ? Promise.allSettled([before, mine]).then(end) : mine.then(end, end)
    this.#last.set(key, over)
    return mine
  }
}
