import type { RetryClass } from '../errors/upstream-codes.ts'
import type { Entry } from './chunk.ts'
import type { Reading, Verdict } from './reply.ts'
import { isWorthRepeating, retryPolicies } from './retry.ts'

interface ItemState {
  readonly entry: Entry
  verdict?: Verdict
  /** An earlier attempt may have taken effect, whatever later ones say. */
  doubtful: boolean
}

/** What the attempts of one call have proved so far, item by item. */
export class Progress {
  readonly #items: ReadonlyMap<string, ItemState>
  readonly #repeatable: boolean
  #attempts = 0

  constructor(entries: readonly Entry[], repeatable: boolean) {
    this.#items = new Map(entries.map((entry) => [entry.id, { entry, doubtful: false }]))
    this.#repeatable = repeatable
  }

  get attempts(): number {
    return this.#attempts
  }

  /** Entries that the next attempt should carry: all at first, then those worth repeating. */
  open(): Entry[] {
    return [...this.#items.values()].filter((item) => this.#isOpen(item)).map(({ entry }) => entry)
  }

  /** Classes of the faults that make entries worth repeating. */
  openClasses(): RetryClass[] {
    const open = [...this.#items.values()].filter((item) => this.#isOpen(item))
    return open.flatMap(({ verdict }) => (verdict && verdict.status !== 'ok' ? [verdict.fault.retry] : []))
  }

  record(sent: readonly Entry[], reading: Reading): void {
    this.#attempts++
    for (const { id } of sent) {
      const item = this.#items.get(id)
      const verdict = reading.kind === 'whole' ? reading.verdict : reading.verdicts.get(id)
      if (!item || !verdict) continue
      item.verdict = verdict
      item.doubtful ||= verdict.status === 'unknown'
    }
  }

  verdicts(): Map<string, Verdict> {
    return new Map([...this.#items].flatMap(([id, item]) => (item.verdict ? [[id, settle(item, item.verdict)]] : [])))
  }

  #isOpen({ verdict, doubtful }: ItemState): boolean {
    if (!verdict) return true
    if (verdict.status === 'ok' || (doubtful && !this.#repeatable)) return false
    return retryPolicies[verdict.fault.retry].repeats >= this.#attempts
  }
}

/**
 * After an attempt of unknown effect, only a final refusal of the item says that it is not done; a passing fault, or
 * refused credentials, say nothing about the attempt before.
 */
function settle({ doubtful }: ItemState, verdict: Verdict): Verdict {
  if (!doubtful || verdict.status !== 'failed') return verdict
  const { retry } = verdict.fault
  const saysNothing = isWorthRepeating(retry) || retry === 'resign' || retry === 'hold'
  return saysNothing ? { status: 'unknown', fault: verdict.fault } : verdict
}
