/** What is known of a job that writes values. Virtual time. */
export interface Writer {
  readonly mark: number
  readonly startedAt: number
  /** Undefined while its caller has not been told that it is queued. */
  readonly acceptedAt?: number | undefined
}

/**
 * The order of an account's jobs: one that was accepted before another was asked for must not be written after that one has ended.
 * Until then both may be written once more, since a worker that was broken off leaves its jobs to be done again, in their order.
 */
export class JobOrder {
  /** By the place of a value: of the jobs that have ended, the one that was asked for last. */
  readonly #latest = new Map<string, Writer>()
  /** By mark, where the job's values were written. */
  readonly #places = new Map<number, Set<string>>()

  /** Notes that a job's value was written; the job that it should have come before, where there is one. */
  written(place: string, writer: Writer): Writer | undefined {
    const places = this.#places.get(writer.mark) ?? new Set()
    this.#places.set(writer.mark, places.add(place))
    const latest = this.#latest.get(place)
    const isLate = latest && writer.acceptedAt !== undefined && writer.acceptedAt < latest.startedAt
    return isLate ? latest : undefined
  }

  ended(writer: Writer): void {
    for (const place of this.#places.get(writer.mark) ?? []) {
      const latest = this.#latest.get(place)
      if (!latest || writer.startedAt > latest.startedAt) this.#latest.set(place, writer)
    }
    this.#places.delete(writer.mark)
  }
}
