/** The emulator's clock, which can be set ahead of another, or behind it: Chat's and its caller's need not agree. */
export class ShiftedClock {
  aheadMs = 0
  readonly #base: () => number

  /** @param base ms since 1970 */
  constructor(base: () => number) {
    this.#base = base
  }

  readonly now = (): number => this.#base() + this.aheadMs
}
