/**
 * The memory of one invocation, which its accounts share: each has an equal part for itself, so that nobody waits for a neighbour's
 * large jobs. What is heavier than that goes one after another.
 */
export class Room {
  /** What the jobs of a window may weigh that waits for nobody. */
  readonly share: number
  #turn: Promise<unknown> = Promise.resolve()

  /**
   * @param accounts how many are worked on side by side
   * @param most what all of them may hold together
   */
  constructor(accounts: number, most: number) {
    this.share = most / accounts
  }

  /** Does `work` on so much; when its turn has come, where that is more than an account's part. */
  hold<T>(weight: number, work: () => Promise<T>): Promise<T> {
    if (weight <= this.share) return work()
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}
