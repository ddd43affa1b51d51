/** A text, and where it stood. */
export interface Placed {
  readonly place: string
  readonly text: string
}

/** Characters that are kept: more than what a function says in the seconds that a call waits for its turn. */
const MOST = 250_000

/**
 * The texts seen last. A UserSig is told of when it goes out, which is later than it was made, and may have been written down in
 * between.
 */
export class Recent {
  #texts: Placed[] = []
  #kept = 0

  keep(placed: Placed): void {
    this.#texts.push(placed)
    this.#kept += placed.text.length
    if (this.#kept > 1.25 * MOST) this.#forget()
  }

  /** Those that hold it. */
  with(needle: string): Placed[] {
    return this.#texts.filter(({ text }) => text.includes(needle))
  }

  /** All at once, and seldom, so that it costs little. The last text stays, however long it is. */
  #forget(): void {
    let from = this.#texts.length - 1
    let kept = this.#texts[from]?.text.length ?? 0
    while (from > 0 && kept < MOST) kept += this.#texts[--from]?.text.length ?? 0
    this.#texts = this.#texts.slice(from)
    this.#kept = kept
  }
}
