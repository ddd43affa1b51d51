/** How long two writers who met make the next one careful. */
const LASTS_MS = 5000
/** More are forgotten, the longest known first: they only cost a conflict more. */
const MOST_ACCOUNTS = 1000

/** The accounts whose writers have met of late, as this instance knows: who writes one takes its lease first. */
export class Contention {
  readonly #now: () => number
  readonly #until = new Map<string, number>()

  /** @param now Unix time in milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  note(account: string): void {
    this.#until.delete(account)
    this.#until.set(account, this.#now() + LASTS_MS)
    const [oldest] = this.#until.keys()
    if (this.#until.size > MOST_ACCOUNTS && oldest !== undefined) this.#until.delete(oldest)
  }

  isKnown(account: string): boolean {
    const until = this.#until.get(account)
    if (until === undefined) return false
    const left = until - this.#now()
    // A clock set back would otherwise keep an account for as long as it was set back by.
    if (left > 0 && left <= LASTS_MS) return true
    this.#until.delete(account)
    return false
  }
}
