import { within } from '../../clock.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import type { Log } from '../../telemetry/log.ts'
import { metric } from '../../telemetry/metric.ts'
import { AppCredentials, HOLD_MS, isAmong } from './app-credentials.ts'
import type { AppSecret } from './app-secret.ts'
import type { AskedApp, SecretCache } from './secret-cache.ts'
import type { Signer } from './signer.ts'

/**
 * What became of a call as far as its credentials are concerned: `expired` where the upstream says that their time is over,
 * `hold` where any further try makes it worse.
 */
export interface Tried<T> {
  readonly value: T
  readonly refused?: 'resign' | 'expired' | 'hold' | undefined
  /** The upstream's own number for the refusal: it tells a wrong key from a wrong admin. */
  readonly errorCode?: number | undefined
  /** The upstream has said something else, which it says to nobody whose credentials it refuses; nothing where nothing was heard. */
  readonly isAccepted?: boolean
  /** The upstream's time, in Unix milliseconds, where it told. */
  readonly date?: number | undefined
}

export type Try<T> = (signer: Signer) => Promise<Tried<T>>
type Ready = (signer: Signer) => Promise<void>

/** How long a call waits for another that tries the credentials: a silent call must not hold up those of other accounts. */
const PATIENCE_MS = 1000
/** A call refused this often while others kept replacing the credentials gives up. */
const MOST_ROUNDS = 3

/** A call that tries credentials while everybody else waits. */
interface Trial<T> {
  readonly app: string
  readonly state: AppCredentials
  readonly deadline: number
  readonly attempt: Try<T>
  /** Our clock is corrected once a trial: where that did not help, it was not the clock. */
  hasCorrected?: true
}

export interface CredentialsParts {
  readonly secrets: SecretCache
  readonly userSigTtlSeconds: number
  readonly now: () => number
  readonly log: Log
}

/**
 * Which credentials an app's calls go out with. Keys change on two sides, in either order, while calls run:
 * a refusal costs one fresh read and one more try, then one with the previous version, then a rest. Where it is our clock
 * that is wrong, one more try comes before that.
 */
export class Credentials {
  readonly #parts: CredentialsParts
  readonly #states = new Map<string, AppCredentials>()

  constructor(parts: CredentialsParts) {
    this.#parts = parts
  }

  /**
   * The app's secret, for what it says beside the key.
   * @param deadline Unix milliseconds
   * @throws GatewayError UNKNOWN_APP, SECRET_UNAVAILABLE or DEADLINE_EXCEEDED
   */
  async facts(asked: AskedApp, deadline: number): Promise<AppSecret> {
    const { secrets } = this.#parts
    return secrets.fresh(asked.app) ?? this.#inTime(secrets.get(asked), deadline)
  }

  /**
   * Runs `attempt` with credentials that are accepted, if any are; else the refused attempt's value.
   * @param deadline Unix milliseconds; attempts keep it themselves, waiting for others or for a secret is cut off there
   * @param ready waits for the call's place among others; what is known of the credentials is looked at again behind it
   * @throws GatewayError UNKNOWN_APP, SECRET_UNAVAILABLE, DEADLINE_EXCEEDED, or CREDENTIALS_REJECTED while they are held
   */
  async use<T>(asked: AskedApp, deadline: number, ready: Ready, attempt: Try<T>): Promise<T> {
    const { now } = this.#parts
    const { app } = asked
    let patientUntil = Math.min(now() + PATIENCE_MS, deadline)
    for (let round = 0; round < MOST_ROUNDS; ) {
      const { state, signer } = await this.#signerOf(asked, deadline, patientUntil)
      if (state.mustWait(patientUntil) || state.signer !== signer) continue
      const trial: Trial<T> = { app, state, deadline, attempt }
      if (!state.proven && !state.trying) {
        return this.#alone(state, async () => {
          await ready(signer)
          return this.#prove(trial, signer)
        })
      }
      const queuedAt = now()
      await ready(signer)
      patientUntil = Math.min(patientUntil + now() - queuedAt, deadline)
      if (state.isHeld || state.signer !== signer || state.mustWait(patientUntil)) continue
      const tried = await attempt(signer)
      if (!tried.refused) {
        if (tried.isAccepted) state.noteAccepted(signer.secret)
        state.proven ||= state.signer === signer && !state.isKnownBad
        this.#reviewSkew(app, state, tried)
        return tried.value
      }
      if (state.signer === signer) {
        if (!state.trying) return this.#alone(state, () => this.#recover(trial, signer, tried))
        // Whoever tries may still wait for a silent Chat: what others learn meanwhile holds for all.
        state.refused = signer.secret
        state.proven = false
      }
      round++
    }
    throw rejected()
  }

  async #signerOf(
    asked: AskedApp,
    deadline: number,
    patientUntil: number,
  ): Promise<{ state: AppCredentials; signer: Signer }> {
    const { now } = this.#parts
    const { app } = asked
    for (;;) {
      const secret = await this.facts(asked, deadline)
      const state = this.#stateOf(app)
      if (state.trying && state.mustWait(patientUntil)) {
        const { trying, isKnownBad } = state
        await (isKnownBad ? this.#inTime(trying, deadline) : within(trying, patientUntil - now(), nothing))
      } else if (state.adopt(secret) && state.isHeld) await this.#look(app, state, deadline)
      else if (state.signer) return { state, signer: state.signer }
    }
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

  #stateOf(app: string): AppCredentials {
    const known = this.#states.get(app)
    if (known) return known
    const state = new AppCredentials(this.#parts.userSigTtlSeconds, this.#parts.now)
    this.#states.set(app, state)
    return state
  }

  /** @throws GatewayError CREDENTIALS_REJECTED unless there is a version by now that was not refused */
  async #look(app: string, state: AppCredentials, deadline: number): Promise<void> {
    const { secrets } = this.#parts
    const looking = state.look({ current: () => secrets.reread(app), previous: () => secrets.previous(app) })
    if (!looking || !(await this.#inTime(looking, deadline))) throw rejected()
  }

  async #alone<T>(state: AppCredentials, work: () => Promise<T>): Promise<T> {
    const working = work()
    state.trying = working.then(nothing, nothing).finally(() => {
      state.trying = undefined
    })
    return working
  }

  async #prove<T>(trial: Trial<T>, signer: Signer): Promise<T> {
    const tried = await trial.attempt(signer)
    if (tried.refused) return this.#recover(trial, signer, tried)
    if (tried.isAccepted) trial.state.noteAccepted(signer.secret)
    trial.state.proven = !trial.state.isKnownBad
    this.#reviewSkew(trial.app, trial.state, tried)
    return tried.value
  }

  async #recover<T>(trial: Trial<T>, refused: Signer, first: Tried<T>): Promise<T> {
    const { app, state, deadline } = trial
    const { secrets, log } = this.#parts
    state.proven = false
    state.refused = refused.secret
    let last = await this.#correctClock(trial, refused.secret, first)
    const wasClock = !last.refused
    if (wasClock && last.isAccepted) state.noteAccepted(refused.secret)
    const rereading = isOver(last) ? undefined : secrets.reread(app).catch(() => state.basis)
    const fresh = rereading && (await this.#orNothing(rereading, deadline))
    if (fresh) {
      state.basis = fresh
      if (!isAmong(state.spent, fresh)) last = await this.#tryWith(trial, fresh)
    }
    const spent = fresh ? [refused.secret, fresh] : [refused.secret]
    // What was said of the version that an operator can mend, whatever is said of the one before it.
    const { errorCode } = last
    const previous = isOver(last) ? undefined : await this.#previous(app, deadline)
    if (previous && previous !== 'unread' && !isAmong(spent, previous)) last = await this.#tryWith(trial, previous)
    // What came too late to be tried is not refused yet.
    if (last.refused === 'hold' || (last.refused && this.#parts.now() < deadline)) {
      this.#hold(app, state, errorCode, previous === 'unread' ? spent : undefined)
    }
    if (!last.refused && !wasClock) log.warn('credentials replaced after a refusal', { app })
    state.proven = !last.refused && !state.isKnownBad
    return last.value
  }

  #previous(app: string, deadline: number): Promise<AppSecret | 'unread' | undefined> {
    const unread = () => 'unread' as const
    return within(this.#parts.secrets.previous(app).catch(unread), deadline - this.#parts.now(), unread)
  }

  async #tryWith<T>(trial: Trial<T>, secret: AppSecret): Promise<Tried<T>> {
    const tried = await this.#correctClock(trial, secret, await trial.attempt(trial.state.signWith(secret)))
    if (tried.refused) trial.state.refused = secret
    else if (tried.isAccepted) trial.state.noteAccepted(secret)
    return tried
  }

  /** Where Chat's own time explains why it calls a UserSig expired: one more try with the same secret, signed by that time. */
  async #correctClock<T>(trial: Trial<T>, secret: AppSecret, tried: Tried<T>): Promise<Tried<T>> {
    const { app, state, attempt } = trial
    const { skew } = state
    if (tried.refused !== 'expired' || trial.hasCorrected || !skew.learn(tried.date)) return tried
    trial.hasCorrected = true
    const again = await attempt(state.signWith(secret))
    if (again.refused === 'expired') skew.forget()
    else this.#parts.log.warn('clock skew corrected', { app, seconds: skew.seconds, ...metric('ClockSkewCorrected') })
    return again
  }

  #reviewSkew(app: string, { skew }: AppCredentials, { date }: Tried<unknown>): void {
    if (skew.review(date)) this.#parts.log.info('clock skew reviewed', { app, seconds: skew.seconds })
  }

  #hold(app: string, state: AppCredentials, errorCode?: number, spent?: readonly AppSecret[]): void {
    state.hold(spent)
    const fields = { app, errorCode, holdSeconds: HOLD_MS / 1000, ...metric('CredentialsHeld') }
    this.#parts.log.error('credentials refused and held', fields)
  }
}

const nothing = () => undefined

/** Whether no other credentials should be tried. */
const isOver = ({ refused }: Tried<unknown>): boolean => refused === undefined || refused === 'hold'

const rejected = (): GatewayError =>
  new GatewayError('CREDENTIALS_REJECTED', {
    detail:
      'Chat refused the app’s credentials less than a minute ago, so nothing is sent with them now. ' +
      'An operator must correct the app’s secret; a changed secret is picked up within seconds.',
  })
