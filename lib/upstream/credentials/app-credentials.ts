import { isDeepStrictEqual } from 'node:util'
import { isAhead } from '../../clock.ts'
import type { AppSecret } from './app-secret.ts'
import { ClockSkew } from './clock-skew.ts'
import { Signer } from './signer.ts'

/** How long refused credentials rest: Chat locks out who keeps trying (70050) for about a minute. */
export const HOLD_MS = 60_000
/** How often, at most, the secret is looked at while they rest. */
const LOOK_MS = 1000

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
  /** When the held credentials' secret was last read, and what that read brings, for all who ask meanwhile. */
  #lookedAt = 0
  #looking?: Promise<AppSecret | undefined> | undefined

  constructor(userSigTtlSeconds: number, now: () => number) {
    this.#userSigTtlSeconds = userSigTtlSeconds
    this.#now = now
    this.skew = new ClockSkew(now)
  }

  get isHeld(): boolean {
    return isAhead(this.#heldUntil, HOLD_MS, this.#now())
  }

  /** Whoever went out now would be refused as well, and wear the credentials out. */
  get isKnownBad(): boolean {
    return this.refused !== undefined && isDeepStrictEqual(this.signer?.secret, this.refused)
  }

  /** Chat has taken this secret: a refusal of it before that is over. */
  noteAccepted(secret: AppSecret): void {
    if (isDeepStrictEqual(secret, this.refused)) this.refused = undefined
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

  /** Nothing is taken for granted when the hold ends, our idea of Chat's time included. */
  hold(): void {
    this.skew.forget()
    if (this.basis) this.signWith(this.basis)
    this.#heldUntil = this.#now() + HOLD_MS
    this.#lookedAt = this.#now()
    this.#looking = undefined
  }

  /** What the held credentials' secret is by now; undefined where it was looked at a moment ago, or can't be read. */
  look(reread: () => Promise<AppSecret>): Promise<AppSecret | undefined> | undefined {
    if (this.#now() - this.#lookedAt >= LOOK_MS) {
      this.#lookedAt = this.#now()
      this.#looking = reread().catch(() => undefined)
    }
    return this.#looking
  }
}
