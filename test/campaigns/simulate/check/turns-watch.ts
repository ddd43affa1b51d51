import { hasTurn } from '../asked.ts'
import type { Attempt } from './attempt.ts'

/** Who writes for whom just now: within an instance one call at a time for each account, or for a family where that has one turn. */
export class TurnsWatch {
  readonly #writing = new Map<string, Attempt>()

  /** Notes a call that goes out; the one of the same turn that is still under way, where there is one. */
  sent(attempt: Attempt): Attempt | undefined {
    if (attempt.isRead || !hasTurn(attempt.account)) return undefined
    const key = `${attempt.by?.instance} ${attempt.app}/${attempt.account}`
    const before = this.#writing.get(key)
    this.#writing.set(key, attempt)
    return before?.isOver === false ? before : undefined
  }
}
