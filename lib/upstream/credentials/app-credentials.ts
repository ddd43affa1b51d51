import { isDeepStrictEqual } from 'node:util'
import { isAhead } from '../../clock.ts'
import type { AppSecret } from './app-secret.ts'
import { ClockSkew } from './clock-skew.ts'
import { Signer } from './signer.ts'

/** How long refused credentials rest: Chat locks out who keeps trying (70050) for about a minute. */
export const HOLD_MS = 60_000
/** How often, at most, the secret is looked at while they rest. */
const LOOK_MS = 1000

/** How its versions are read; both reject where that fails. */
interface Versions {
  readonly current: () => Promise<AppSecret>
  readonly previous: () => Promise<AppSecret | undefined>
}

/** What is known of one app's credentials, and what they are signed with. Times are Unix milliseconds. */
export class AppCredentials {
  readonly #userSigTtlSeconds: number
  readonly #now: () => number
  /** Of the app and not of the instance: whoever stands behind another app's endpoint can't set this app's time. */
  readonly skew: ClockSkew
  /** The current secret as last read, on which `signer` was chosen. */
  basis?: AppSecret
  /** In use: signs with the current secret, or with the previous one while only that is accepted. */
  signer?: Signer
  /** Whether the signer's latest call was not refused; before that, one call at a time goes out. */
  proven = false
  /** Somebody is trying credentials; everybody else waits for what comes of it. */
  trying?: Promise<void> | undefined
  /** What was refused last, and has not been accepted since. */
  refused?: AppSecret | undefined
  #heldUntil = 0
  /** What was refused before the hold, for as long as that was to last, where AWSPREVIOUS could not be read: that alone may help. */
  #spent: readonly AppSecret[] = []
  #lacksPrevious = false
  /** The hold was ended before its time, to try what is not spent. */
  #isLifted = false
  /** When versions that may end the hold were last looked for, and what that finds, for all who ask meanwhile. */
  #lookedAt = 0
  #looking?: Promise<boolean> | undefined

  constructor(userSigTtlSeconds: number, now: () => number) {
    this.#userSigTtlSeconds = userSigTtlSeconds
    this.#now = now
    this.skew = new ClockSkew(now)
  }

  get isHeld(): boolean {
    return !this.#isLifted && this.#wouldBeHeld
  }

  get #wouldBeHeld(): boolean {
    return isAhead(this.#heldUntil, HOLD_MS, this.#now())
  }

  /** Secrets that were refused before a hold that was lifted: too lately to be tried again. */
  get spent(): readonly AppSecret[] {
    return this.#wouldBeHeld ? this.#spent : []
  }

  /** Whoever went out now would be refused as well, and wear the credentials out. */
  get isKnownBad(): boolean {
    return this.refused !== undefined && isDeepStrictEqual(this.signer?.secret, this.refused)
  }

  /** Chat has taken this secret: a refusal of it before that is over. */
  noteAccepted(secret: AppSecret): void {
    if (isDeepStrictEqual(secret, this.refused)) this.refused = undefined
    if (isDeepStrictEqual(secret, this.signer?.secret)) this.#spent = []
  }

  /** A call is patient with another that tries the credentials, and waits as long as it can where they are known to be refused. */
  mustWait(patientUntil: number): boolean {
    return this.trying !== undefined && !this.proven && (this.isKnownBad || this.#now() < patientUntil)
  }

  /** Signs with this secret from now on. */
  signWith(secret: AppSecret): Signer {
    this.signer = new Signer(secret, this.#userSigTtlSeconds, this.skew.now)
    return this.signer
  }

  /** Takes over a changed secret, which also ends a hold; true where the secret is the one already in use. */
  adopt(secret: AppSecret): boolean {
    const isKnown = this.basis === secret || isDeepStrictEqual(this.basis, secret)
    this.basis = secret
    if (isKnown) return true
    this.signWith(secret)
    this.proven = false
    this.#heldUntil = 0
    return false
  }

  /**
   * Nothing is taken for granted when the hold ends, our idea of Chat's time included.
   * @param spent what was refused, where AWSPREVIOUS could not be read
   */
  hold(spent?: readonly AppSecret[]): void {
    this.skew.forget()
    if (this.basis) this.signWith(this.basis)
    this.#spent = spent ?? []
    this.#lacksPrevious = spent !== undefined
    this.#isLifted = false
    this.#heldUntil = this.#now() + HOLD_MS
    this.#lookedAt = this.#now()
    this.#looking = undefined
  }

  /** Whether there is a version by now that may end the hold; undefined where it has only just begun. */
  look(versions: Versions): Promise<boolean> | undefined {
    if (this.#now() - this.#lookedAt >= LOOK_MS) {
      this.#lookedAt = this.#now()
      this.#looking = this.#find(versions)
    }
    return this.#looking
  }

  async #find({ current, previous }: Versions): Promise<boolean> {
    const secret = await current().catch(() => undefined)
    if (secret && !isDeepStrictEqual(secret, this.basis)) return true
    if (!this.#lacksPrevious) return false
    return previous().then(
      (found) => this.#liftWith(found),
      () => false,
    )
  }

  /** AWSPREVIOUS could be read at last: one that is not spent lifts the hold. Tells whether it does. */
  #liftWith(previous: AppSecret | undefined): boolean {
    this.#lacksPrevious = false
    if (!previous || !this.isHeld || isAmong(this.spent, previous)) return false
    this.signWith(previous)
    this.#isLifted = true
    return true
  }
}

/** Whether the secret, read again or not, is one of these. */
export const isAmong = (secrets: readonly AppSecret[], secret: AppSecret): boolean =>
  secrets.some((other) => isDeepStrictEqual(other, secret))
