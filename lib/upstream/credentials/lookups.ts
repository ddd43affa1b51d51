import { isAhead } from '../../clock.ts'

/** What a share has spent, and what may yet prove to be spent. */
interface Account {
  /** When all that was spent has come back. Unix milliseconds. */
  fullAt: number
  going: number
  /** Of the next lookup under way. */
  ended: PromiseWithResolvers<void>
}

/** So many lookups in vain a share may have at once, and one more whenever so much time has passed. */
const MOST = 20
const EACH_MS = 1500
const ALL_MS = MOST * EACH_MS

/**
 * How many names without a secret each share of callers may ask Secrets Manager for. A lookup that finds its app costs nothing; what
 * a lookup will find is not known while it is under way, so that no more of them run than would be allowed if all were in vain.
 */
export class Lookups {
  readonly #now: () => number
  readonly #accounts = new Map<string, Account>()

  /** @param now Unix milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Whether the share has none left, whatever those under way find. */
  isSpent(share: string): boolean {
    const account = this.#accounts.get(share)
    return account !== undefined && this.#spentOf(account) >= MOST
  }

  /** What to wait for before the share's next lookup; nothing where it may begin now. */
  turn(share: string): Promise<void> | undefined {
    const account = this.#accounts.get(share)
    if (!account || this.#spentOf(account) + account.going < MOST) return undefined
    return account.ended.promise
  }

  /** Puts a lookup that has begun down to the share. @param isVain whether what went wrong is that there is no such app */
  note<T>(share: string, lookup: Promise<T>, isVain: (error: unknown) => boolean): Promise<T> {
    const account = this.#accountOf(share)
    account.going++
    const end = (error?: unknown) => {
      account.going--
      if (isVain(error)) this.#spend(account)
      const { resolve } = account.ended
      account.ended = Promise.withResolvers()
      resolve()
    }
    // Beside it: whoever pays must not get it later than those who joined in.
    lookup.then(() => end(), end)
    return lookup
  }

  #spentOf({ fullAt }: Account): number {
    const now = this.#now()
    return isAhead(fullAt, ALL_MS, now) ? Math.ceil((fullAt - now) / EACH_MS) : 0
  }

  #spend(account: Account): void {
    const now = this.#now()
    account.fullAt = (isAhead(account.fullAt, ALL_MS, now) ? account.fullAt : now) + EACH_MS
  }

  #accountOf(share: string): Account {
    const known = this.#accounts.get(share)
    if (known) return known
    for (const [name, account] of this.#accounts) {
      if (account.going === 0 && this.#spentOf(account) === 0) this.#accounts.delete(name)
    }
    const made = { fullAt: 0, going: 0, ended: Promise.withResolvers<void>() }
    this.#accounts.set(share, made)
    return made
  }
}
