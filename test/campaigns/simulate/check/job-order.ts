/** What is known of a job that writes values. Virtual time. */
export interface Writer {
  readonly mark: number
  readonly startedAt: number
  /** Undefined while its caller has not been told that it is queued. */
  readonly acceptedAt?: number | undefined
}

/**
 * The order of an account's jobs: one that was accepted before another was asked for must not be written after that one has ended,
 * nor stand there when it ends. Before that both may be written once more, since a worker that was broken off leaves its jobs to
 * be done again, in their order.
 */
export class JobOrder {
  /** By the place of a value: of the jobs that have ended, the one that was asked for last. */
  readonly #latest = new Map<string, Writer>()
  /** By place: the job that was written last, unless something else was written since. */
  readonly #standing = new Map<string, Writer>()
  /** By mark, where the job's values were written. */
  readonly #places = new Map<number, Set<string>>()

  /** Notes that a job's value was written; the job that it should have come before, where there is one. */
  written(place: string, writer: Writer): Writer | undefined {
    const places = this.#places.get(writer.mark) ?? new Set()
    this.#places.set(writer.mark, places.add(place))
    this.#standing.set(place, writer)
    const latest = this.#latest.get(place)
    return latest && isBefore(writer, latest) ? latest : undefined
  }

  /** Notes that something else was written there, which is in no order with jobs. */
  overwritten(place: string): void {
    this.#standing.delete(place)
  }

  /**
   * Notes that a job has ended.
   * @param done the places of its values that it says are done
   * @returns the job whose value stands in one of these though it should have come before
   */
  ended(writer: Writer, done: readonly string[]): Writer | undefined {
    for (const place of this.#places.get(writer.mark) ?? []) {
      const latest = this.#latest.get(place)
      if (!latest || writer.startedAt > latest.startedAt) this.#latest.set(place, writer)
    }
    this.#places.delete(writer.mark)
    return done.map((place) => this.#standing.get(place)).find((one) => one && isBefore(one, writer))
  }
}

const isBefore = ({ acceptedAt }: Writer, { startedAt }: Writer): boolean =>
  acceptedAt !== undefined && acceptedAt < startedAt
