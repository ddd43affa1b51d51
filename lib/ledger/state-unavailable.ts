/** The table can't be used now: out of reach, throttled, denied, or too late. Whether a write took effect is not known. */
export class StateUnavailable extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown', { cause })
    this.name = 'StateUnavailable'
  }
}
