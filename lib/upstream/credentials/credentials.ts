import { isDeepStrictEqual } from 'node:util'
import { within } from '../../clock.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import type { Log } from '../../log.ts'
import { metric } from '../../metric.ts'
import type { AppSecret } from './app-secret.ts'
import type { SecretCache } from './secret-cache.ts'
import { Signer } from './signer.ts'

/** What became of a call as far as its credentials are concerned; `hold` where any further try makes it worse. */
export interface Tried<T> {
  readonly value: T
  readonly refused?: 'resign' | 'hold' | undefined
}

export type Try<T> = (signer: Signer) => Promise<Tried<T>>

/** How long refused credentials rest: Chat locks out who keeps trying (70050) for about a minute. */
const HOLD_MS = 60_000
/** How often, at most, the secret is looked at while they rest. */
const LOOK_MS = 1000
/** How long a call waits for another that tries the credentials: a silent call must not hold up those of other accounts. */
const PATIENCE_MS = 1000
/** A call refused this often while others kept replacing the credentials gives up. */
const MOST_ROUNDS = 3

interface AppState {
  /** The current secret as last read, on which `signer` was chosen. */
  basis?: AppSecret
  /** In use: signs with the current secret, or with the previous one while only that is accepted. */
  signer?: Signer
  /** Whether the signer's latest call was not refused; before that, one call at a time goes out. */
  proven: boolean
  /** Somebody is trying credentials; everybody else waits for what comes of it. */
  trying?: Promise<void> | undefined
  heldUntil: number
  /** When the held credentials' secret was last read, and what that read brings, for all who ask meanwhile. */
  lookedAt: number
  looking?: Promise<AppSecret | undefined> | undefined
}

/** A call that tries credentials while everybody else waits. */
interface Trial<T> {
  readonly app: string
  readonly state: AppState
  readonly deadline: number
  readonly attempt: Try<T>
}

export interface CredentialsParts {
  readonly secrets: SecretCache
  readonly userSigTtlSeconds: number
  readonly now: () => number
  readonly log: Log
}

/**
 * Which credentials an app's calls go out with. Keys change on two sides, in either order, while calls run:
 * a refusal costs one fresh read and one more try, then one with the previous version, then a rest.
 */
export class Credentials {
  readonly #parts: CredentialsParts
  readonly #states = new Map<string, AppState>()

  constructor(parts: CredentialsParts) {
    this.#parts = parts
  }

  /**
   * The app's secret, for what it says beside the key.
   * @param deadline Unix milliseconds
   * @throws GatewayError UNKNOWN_APP, SECRET_UNAVAILABLE or DEADLINE_EXCEEDED
   */
  async facts(app: string, deadline: number): Promise<AppSecret> {
    return this.#parts.secrets.fresh(app) ?? this.#inTime(this.#parts.secrets.get(app), deadline)
  }

  /**
   * Runs `attempt` with credentials that are accepted, if any are; else the refused attempt's value.
   * @param deadline Unix milliseconds; attempts keep it themselves, waiting for others or for a secret is cut off there
   * @param ready waits for the call's place among others; what is known of the credentials is looked at again behind it
   * @throws GatewayError UNKNOWN_APP, SECRET_UNAVAILABLE, DEADLINE_EXCEEDED, or CREDENTIALS_REJECTED while they are held
   */
  async use<T>(app: string, deadline: number, ready: () => Promise<void>, attempt: Try<T>): Promise<T> {
    const { now } = this.#parts
    let patientUntil = Math.min(now() + PATIENCE_MS, deadline)
    for (let round = 0; round < MOST_ROUNDS; ) {
      const { state, signer } = await this.#signerOf(app, deadline, patientUntil)
      if (this.#mustWait(state, patientUntil) || state.signer !== signer) continue
      const trial = { app, state, deadline, attempt }
      if (!state.proven && !state.trying) {
        return this.#alone(state, async () => {
          await ready()
          return this.#prove(trial, signer)
        })
      }
      const queuedAt = now()
      await ready()
      patientUntil = Math.min(patientUntil + now() - queuedAt, deadline)
      if (now() < state.heldUntil || state.signer !== signer || this.#mustWait(state, patientUntil)) continue
      const tried = await attempt(signer)
      if (!tried.refused) {
        state.proven ||= state.signer === signer
        return tried.value
      }
      if (state.signer === signer && !state.trying) {
        return this.#alone(state, () => this.#recover(trial, signer, tried))
      }
      round++
    }
    throw rejected()
  }

  async #signerOf(app: string, deadline: number, patientUntil: number): Promise<{ state: AppState; signer: Signer }> {
    const { secrets, now } = this.#parts
    for (;;) {
      const secret = secrets.fresh(app) ?? (await this.#inTime(secrets.get(app), deadline))
      const state = this.#stateOf(app)
      if (state.trying && this.#mustWait(state, patientUntil)) await within(state.trying, patientUntil - now(), nothing)
      else if (this.#adopt(state, secret) && now() < state.heldUntil) await this.#look(app, state, deadline)
      else if (state.signer) return { state, signer: state.signer }
    }
  }

  #mustWait({ trying, proven }: AppState, patientUntil: number): boolean {
    return trying !== undefined && !proven && this.#parts.now() < patientUntil
  }

  /** @throws GatewayError DEADLINE_EXCEEDED */
  #inTime<V>(promise: Promise<V>, deadline: number): Promise<V> {
    return within(promise, deadline - this.#parts.now(), () => {
      throw new GatewayError('DEADLINE_EXCEEDED')
    })
  }

  /** A secret that comes too late leaves the refusal as it stands. */
  #orNothing<V>(promise: Promise<V | undefined>, deadline: number): Promise<V | undefined> {
    return within(promise, deadline - this.#parts.now(), nothing)
  }

  #stateOf(app: string): AppState {
    const known = this.#states.get(app)
    if (known) return known
    const state: AppState = { proven: false, heldUntil: 0, lookedAt: 0 }
    this.#states.set(app, state)
    return state
  }

  /** Takes over a changed secret, which also ends a hold; true where the secret is the one already in use. */
  #adopt(state: AppState, secret: AppSecret): boolean {
    const isKnown = state.basis === secret || isDeepStrictEqual(state.basis, secret)
    state.basis = secret
    if (isKnown) return true
    state.signer = this.#signerFor(secret)
    state.proven = false
    state.heldUntil = 0
    return false
  }

  #signerFor(secret: AppSecret): Signer {
    return new Signer(secret, this.#parts.userSigTtlSeconds, this.#parts.now)
  }

  /** @throws GatewayError CREDENTIALS_REJECTED unless the secret has changed since it was refused */
  async #look(app: string, state: AppState, deadline: number): Promise<void> {
    const { now, secrets } = this.#parts
    if (now() - state.lookedAt >= LOOK_MS) {
      state.lookedAt = now()
      state.looking = secrets.reread(app).catch(() => undefined)
    }
    const secret = state.looking && (await this.#inTime(state.looking, deadline))
    if (!secret || isDeepStrictEqual(secret, state.basis)) throw rejected()
  }

  async #alone<T>(state: AppState, work: () => Promise<T>): Promise<T> {
    const working = work()
    state.trying = working.then(nothing, nothing).finally(() => {
      state.trying = undefined
    })
    return working
  }

  async #prove<T>(trial: Trial<T>, signer: Signer): Promise<T> {
    const tried = await trial.attempt(signer)
    if (tried.refused) return this.#recover(trial, signer, tried)
    trial.state.proven = true
    return tried.value
  }

  async #recover<T>({ app, state, deadline, attempt }: Trial<T>, refused: Signer, first: Tried<T>): Promise<T> {
    const { secrets, log } = this.#parts
    state.proven = false
    let last = first
    const rereading = last.refused === 'hold' ? undefined : secrets.reread(app).catch(() => state.basis)
    const fresh = rereading && (await this.#orNothing(rereading, deadline))
    if (fresh) {
      state.basis = fresh
      state.signer = this.#signerFor(fresh)
      last = await attempt(state.signer)
    }
    const previous = last.refused === 'resign' ? await this.#orNothing(secrets.previous(app), deadline) : undefined
    if (previous && ![refused.secret, fresh].some((tried) => isDeepStrictEqual(tried, previous))) {
      state.signer = this.#signerFor(previous)
      last = await attempt(state.signer)
    }
    // What came too late to be tried is not refused yet.
    if (last.refused === 'hold' || (last.refused && this.#parts.now() < deadline)) this.#hold(app, state)
    else if (!last.refused) log.warn('credentials replaced after a refusal', { app })
    state.proven = !last.refused
    return last.value
  }

  #hold(app: string, state: AppState): void {
    const now = this.#parts.now()
    if (state.basis) state.signer = this.#signerFor(state.basis)
    state.heldUntil = now + HOLD_MS
    state.lookedAt = now
    state.looking = undefined
    const fields = { app, holdSeconds: HOLD_MS / 1000, ...metric('CredentialsHeld') }
    this.#parts.log.error('credentials refused and held', fields)
  }
}

const nothing = () => undefined

const rejected = (): GatewayError =>
  new GatewayError('CREDENTIALS_REJECTED', {
    detail:
      'Chat refused the app’s credentials less than a minute ago, so nothing is sent with them now. ' +
      'An operator must correct the app’s secret; a changed secret is picked up within seconds.',
  })
