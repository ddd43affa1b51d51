/** What a watch writes down: it counts, and says what must not be. */
export interface Notes {
  /** Virtual time. */
  readonly now: number
  count(what: string, by?: number): void
  /** @param about the account it is about, where it is about one */
  break(rule: string, what: string, about?: string): void
}
