import { isAhead, within } from '../../clock.ts'

/**
 * How long a read that was begun ahead is worth waiting for: as long as one try of it takes. What is not there by then was cut off or
 * slept through: a sandbox may have been frozen in the middle of it (docs/decisions/0019-thaw.md).
 */
const WORTH_WAITING_MS = 1500

/** One read that is begun before anybody asks for it. Whoever asks meanwhile waits for it; whether it fails is nobody's to know. */
export class ReadAhead {
  readonly #now: () => number
  #going: { readonly app: string; readonly begunAt: number; readonly ended: Promise<void> } | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  /** @param read keeps what it finds by itself, which was true at `begunAt`, in Unix milliseconds */
  begin(app: string, read: (begunAt: number) => Promise<void>): void {
    const begunAt = this.#now()
    const ended = (async () => {
      await read(begunAt).catch(() => undefined)
      this.#going = undefined
    })()
    this.#going = { app, begunAt, ended }
  }

  /** Resolves once the app's read has ended, however it did, or is not worth waiting for; undefined where there is none. */
  of(app: string): Promise<void> | undefined {
    const going = this.#going
    if (going?.app !== app) return undefined
    const until = going.begunAt + WORTH_WAITING_MS
    const now = this.#now()
    if (!isAhead(until, WORTH_WAITING_MS, now)) return undefined
    return within(going.ended, until - now, () => undefined)
  }
}
