import type { Body, Lane, Portion, Verdict } from './portion.ts'

/** What of an operation's row says how its requests are repeated. */
export interface SentOperation {
  readonly name: string
  readonly effect: 'read' | 'write'
  readonly items?: { readonly member: string }
  readonly takesRepeated: boolean
  /** Whether a request may be sent again of which nobody knows whether it was done: a read, or one with a key. */
  readonly isSafe: boolean
}

/** A portion on its way: what of it is still open, and under which id that is sent. */
export class Course<P extends Portion = Portion> {
  readonly portion: P
  readonly lane: Lane<P>
  readonly #operation: SentOperation
  readonly #verdicts: (Verdict | undefined)[]
  /** Places of the items that are still to be sent. */
  #open: readonly number[]
  #step = 0
  #isRepeat = false
  /** Unix milliseconds before which it is not sent again. */
  dueAt = 0
  /** Answers that said that nothing was done. */
  waits = 0
  /** Answers that said that some of it was. */
  tries = 0

  constructor(operation: SentOperation, portion: P, lane: Lane<P>) {
    this.#operation = operation
    this.portion = portion
    this.lane = lane
    this.#open = (portion.items ?? [undefined]).map((_, index) => index)
    this.#verdicts = new Array(this.#open.length)
  }

  /** The same body always has the same id, in this run and in one that goes on after it; another body has another. */
  get id(): string {
    return this.#step === 0 ? this.portion.id : `${this.portion.id}.${this.#step}`
  }

  get open(): readonly number[] {
    return this.#open
  }

  /** Member of the body that lists the items. */
  get member(): string | undefined {
    return this.#operation.items?.member
  }

  get body(): Body {
    const { envelope, items } = this.portion
    const { items: rules, takesRepeated } = this.#operation
    return {
      ...envelope,
      ...(items && rules && { [rules.member]: this.#open.map((index) => items[index]) }),
      ...(this.#isRepeat && takesRepeated && { repeated: true }),
    }
  }

  get isSafe(): boolean {
    return this.#operation.isSafe
  }

  /** What became of the item at a place. */
  settle(index: number, verdict: Verdict): void {
    this.#verdicts[index] = verdict
  }

  /**
   * Goes on with these items only, which makes it another request.
   * @param isRepeat whether an answer said that they may have been done, or that others were
   */
  goOnWith(open: readonly number[], isRepeat: boolean): void {
    this.#open = open
    this.#step += 1
    this.#isRepeat ||= isRepeat
  }

  /** In the order of the items. */
  get verdicts(): readonly Verdict[] {
    return this.#verdicts.map((verdict) => {
      if (!verdict) throw new Error('an item was left without a verdict')
      return verdict
    })
  }
}
