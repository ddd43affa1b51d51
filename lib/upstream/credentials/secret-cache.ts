import { isAhead, within } from '../../clock.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import type { Log } from '../../telemetry/log.ts'
import { metric } from '../../telemetry/metric.ts'
import type { AppSecret } from './app-secret.ts'
import { Lookups } from './lookups.ts'
import { ReadAhead } from './read-ahead.ts'
import { SecretFault } from './secret-fault.ts'
import { NO_DEFAULT, tooManyUnknown, unavailable, unknownApp } from './secret-refusals.ts'
import type { ReadSecret } from './secret-store.ts'

interface Entry {
  readonly secret: AppSecret
  readonly readAt: number
  readonly refreshAt: number
  /** What was taken in spite of its spelling: told once, not at each refresh. */
  readonly amendments: string
}

/** A name without a secret. */
interface Absence {
  readonly until: number
  /** Whether the operator has been told: their own default app is missing. */
  readonly isTold: boolean
}

/** An app as a body asks for it. */
export interface AskedApp {
  readonly app: string
  /** The body names none, so that the operator's setting is what asks for it. */
  readonly isUnnamed?: boolean | undefined
  /** At whose expense names without a secret are looked up. */
  readonly share: string
}

/** How long a name without a secret is remembered, and how many such names: a caller must not make us ask for each guess. */
const UNKNOWN_MS = 30_000
const MOST_UNKNOWN = 1000
/** Share of its life after which a secret is refreshed beside the request, so that no request waits for it. */
const FRESH_SHARE = 0.8
/** How long a request waits for the refresh of a secret that is past its age. */
const REFRESH_WAIT_MS = 500
/** Pause after a failed refresh, while the old secret serves on. */
const REFRESH_PAUSE_MS = 5000

/** What a look at a secret has found: `fault` is in our own words, where it was read; else `cause` is what AWS, or the way to it, said. */
export type Examined = 'usable' | 'absent' | { readonly fault?: string; readonly cause: unknown }

export interface SecretCacheParts {
  readonly read: ReadSecret
  readonly ttlMs: number
  readonly now: () => number
  readonly log: Log
}

/** The apps' current secrets: read once by all who wait, refreshed before they grow old, served stale while they can't be read. */
export class SecretCache {
  readonly #parts: SecretCacheParts
  readonly #entries = new Map<string, Entry>()
  readonly #unknown = new Map<string, Absence>()
  readonly #reading = new Map<string, Promise<AppSecret>>()
  readonly #lookups: Lookups
  readonly #ahead: ReadAhead

  constructor(parts: SecretCacheParts) {
    this.#parts = parts
    this.#ahead = new ReadAhead(parts.now)
    this.#lookups = new Lookups(parts.now)
  }

  /** The secret where it is at hand and young; nothing is read and nobody waits. */
  fresh(app: string): AppSecret | undefined {
    const entry = this.#entries.get(app)
    return entry && this.#isFresh(entry) ? entry.secret : undefined
  }

  #isFresh({ refreshAt }: Entry): boolean {
    const { now, ttlMs } = this.#parts
    return isAhead(refreshAt, Math.max(ttlMs, REFRESH_PAUSE_MS), now())
  }

  /**
   * The app's current secret. That the default app has none is the operator's to mend, so that a body which names no app is told
   * SECRET_UNAVAILABLE.
   * @throws GatewayError UNKNOWN_APP, SECRET_UNAVAILABLE, or RATE_LIMITED where it is not known whether there is such an app
   */
  async get(asked: AskedApp): Promise<AppSecret> {
    try {
      return await this.#get(asked)
    } catch (error) {
      if (asked.isUnnamed && isUnknownApp(error)) throw this.#lacksDefault(asked.app)
      throw error
    }
  }

  async #get(asked: AskedApp): Promise<AppSecret> {
    const { app, share } = asked
    for (;;) {
      if (isAhead(this.#unknown.get(app)?.until ?? 0, UNKNOWN_MS, this.#parts.now())) throw unknownApp(app)
      const entry = this.#entries.get(app)
      if (entry) return this.#serve(app, entry)
      const ahead = this.#ahead.of(app)
      if (ahead) {
        await ahead
        continue
      }
      if (this.#isFree(asked)) return this.reread(app)
      if (this.#lookups.isSpent(share)) throw tooManyUnknown(app)
      const turn = this.#lookups.turn(share)
      if (!turn) return this.#lookups.note(share, this.reread(app), isUnknownApp)
      await turn
    }
  }

  /** Nobody pays for the default app, which is no guess, nor for a name that is being read already. */
  #isFree({ app, isUnnamed }: AskedApp): boolean {
    return isUnnamed === true || this.#reading.has(app)
  }

  async #serve(app: string, entry: Entry): Promise<AppSecret> {
    const now = this.#parts.now()
    if (this.#isFresh(entry)) return entry.secret
    const refreshed = this.reread(app).catch((error: unknown) => {
      if (isUnknownApp(error)) throw error
      return entry.secret
    })
    if (now - entry.readAt >= this.#parts.ttlMs) {
      return within(refreshed, REFRESH_WAIT_MS, () => this.#keepStale(app) ?? entry.secret)
    }
    refreshed.catch(() => undefined)
    return entry.secret
  }

  /** The old secret serves on for a while, and nobody asks for the new one. */
  #keepStale(app: string): AppSecret | undefined {
    const stale = this.#entries.get(app)
    if (stale) this.#entries.set(app, { ...stale, refreshAt: this.#parts.now() + REFRESH_PAUSE_MS })
    return stale?.secret
  }

  /** Reads the current secret now, whatever the cache holds; all who ask meanwhile share the read. */
  reread(app: string): Promise<AppSecret> {
    const going = this.#reading.get(app)
    if (going) return going
    const reading = this.#readCurrent(app).finally(() => this.#reading.delete(app))
    this.#reading.set(app, reading)
    return reading
  }

  /** Reads the current secret now, for whoever must know whether it can be used; what is found is used from now on. */
  async examine(app: string): Promise<Examined> {
    try {
      const found = await this.#find(app)
      if (found) this.#keep(app, found, this.#parts.now())
      else this.#forget(app)
      return found ? 'usable' : 'absent'
    } catch (cause) {
      return cause instanceof SecretFault ? { fault: cause.message, cause } : { cause }
    }
  }

  /**
   * The version before the current one; undefined where there is none that could be used.
   * @throws where it could not be read
   */
  async previous(app: string): Promise<AppSecret | undefined> {
    try {
      return await this.#parts.read(app, 'AWSPREVIOUS')
    } catch (error) {
      if (error instanceof SecretFault) return undefined
      throw error
    }
  }

  /**
   * Begins to read the app's secret before anybody asks for it. Nothing waits for that, and where it fails, or finds no secret, it
   * is as if it had not been tried: nobody is told, and who asks first reads anew.
   */
  readAhead(app: string): void {
    this.#ahead.begin(app, async (begunAt) => {
      const found = await this.#find(app)
      const isKnown = this.#entries.has(app) || this.#unknown.has(app)
      if (found && !isKnown) this.#keep(app, found, begunAt)
    })
  }

  /** The current secret as it is stored, and what was taken in spite of its spelling; undefined where there is none. */
  async #find(app: string): Promise<Pick<Entry, 'secret' | 'amendments'> | undefined> {
    const noted: string[] = []
    const secret = await this.#parts.read(app, 'AWSCURRENT', (amendment) => noted.push(amendment))
    return secret && { secret, amendments: noted.join('; ') }
  }

  #keep(app: string, { secret, amendments }: Pick<Entry, 'secret' | 'amendments'>, readAt: number): void {
    const { ttlMs, log } = this.#parts
    if (amendments !== '' && amendments !== this.#entries.get(app)?.amendments) {
      log.warn('secret taken in spite of its spelling', { app, fault: amendments })
    }
    this.#entries.set(app, { secret, readAt, refreshAt: readAt + ttlMs * FRESH_SHARE, amendments })
  }

  async #readCurrent(app: string): Promise<AppSecret> {
    const { now, log } = this.#parts
    try {
      const found = await this.#find(app)
      if (!found) throw this.#forget(app)
      this.#keep(app, found, now())
      return found.secret
    } catch (error) {
      if (error instanceof GatewayError) throw error
      const servedStale = this.#keepStale(app) !== undefined
      log.error('secret unavailable', { app, servedStale, fault: faultOf(error), ...metric('SecretsUnavailable') })
      throw unavailable(app)
    }
  }

  /** As long as the absence is remembered, one line tells of it. */
  #lacksDefault(app: string): GatewayError {
    const absence = this.#unknown.get(app)
    if (!absence?.isTold) {
      const fields = { app, servedStale: false, fault: NO_DEFAULT }
      this.#parts.log.error('secret unavailable', { ...fields, ...metric('SecretsUnavailable') })
    }
    if (absence) this.#unknown.set(app, { ...absence, isTold: true })
    return unavailable(app)
  }

  #forget(app: string): GatewayError {
    this.#entries.delete(app)
    this.#unknown.delete(app)
    this.#unknown.set(app, { until: this.#parts.now() + UNKNOWN_MS, isTold: false })
    const [oldest] = this.#unknown.keys()
    if (this.#unknown.size > MOST_UNKNOWN && oldest !== undefined) this.#unknown.delete(oldest)
    return unknownApp(app)
  }
}

const isUnknownApp = (error: unknown): boolean => error instanceof GatewayError && error.code === 'UNKNOWN_APP'

/** What an operator needs, and nothing of the secret: our own words, or the SDK's error name. */
const faultOf = (error: unknown): string =>
  error instanceof SecretFault ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'
