/** An answer under an idempotency key. */
export interface KeyedAnswer {
  readonly status: number
  readonly text: string
  readonly isReplayed: boolean
  /** How many upstream calls of its invocation took effect for it. */
  readonly effects: number
  /** Whether the gateway keeps such an answer: something was done, or may have been, or it was queued. */
  readonly isKept: boolean
  /** Whether the log said that it could not be kept. */
  readonly isUnstored: boolean
}

interface Known {
  readonly status: number
  readonly text: string
  /** Whether it came from the request that did the work, whose answer may arrive after that of a repeat. */
  readonly isFirst: boolean
}

/** Answers under keys: the work is done once, and once an answer that is kept was given, all others are that one. */
export class KeyedAnswers {
  readonly #known = new Map<string, Known>()

  /** What is wrong with an answer under this key, given those before it. */
  faultOf(key: string, answer: KeyedAnswer): string | undefined {
    const known = this.#known.get(key)
    if (answer.status === 422) return 'its own body is said to be another one'
    if (answer.isReplayed && answer.effects > 0) return 'a replayed answer did the work again'
    if (known?.isFirst && answer.isKept && !answer.isReplayed)
      return 'the work was done again under a key that was answered'
    const isOther = known && (known.text !== answer.text || known.status !== answer.status)
    if (isOther && (answer.isReplayed || answer.isKept)) return 'the replayed answer is not the first one'
    const isFirst = known?.isFirst === true || !answer.isReplayed
    if (answer.isKept && !answer.isUnstored) this.#known.set(key, { status: answer.status, text: answer.text, isFirst })
    return undefined
  }

  forget(key: string): void {
    this.#known.delete(key)
  }
}
