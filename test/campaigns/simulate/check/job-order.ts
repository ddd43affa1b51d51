/** What is known of a job that writes a value. Virtual time. */
export interface Writer {
  readonly mark: number
  readonly startedAt: number
  /** Undefined while its caller has not been told that it is queued. */
  readonly acceptedAt?: number | undefined
}

/**
 * The order of an account's jobs: one that was accepted before another was asked for must not be written after it. Of each value it
 * remembers the job that was asked for last among those written.
 */
export class JobOrder {
  readonly #latest = new Map<string, Writer>()

  /** Notes that a job's value was written; the job that it should have come before, where there is one. */
  written(place: string, writer: Writer): Writer | undefined {
    const latest = this.#latest.get(place)
    const isLate = latest && writer.acceptedAt !== undefined && writer.acceptedAt < latest.startedAt
    if (!latest || writer.startedAt > latest.startedAt) this.#latest.set(place, writer)
    return isLate ? latest : undefined
  }
}
