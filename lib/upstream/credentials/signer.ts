import { createHmac } from 'node:crypto'
import { type Redactor, redactor } from '../../telemetry/log.ts'
import type { AppSecret } from './app-secret.ts'
import { signUserSig } from './user-sig.ts'

/** A secret has more names only where somebody makes them up. */
const MOST_VEILED = 1000

/** A secret, and the UserSig made with it: kept, and renewed at half its life so that none is ever sent near its end. */
export class Signer {
  readonly secret: AppSecret
  readonly #ttlSeconds: number
  readonly #now: () => number
  #userSig = ''
  #signedAt = 0
  #redactor: Redactor | undefined
  /** Each call asks for one, and an instance knows few. */
  readonly #veiled = new Map<string, string>()

  /** @param now Unix time in milliseconds */
  constructor(secret: AppSecret, ttlSeconds: number, now: () => number) {
    this.secret = secret
    this.#ttlSeconds = ttlSeconds
    this.#now = now
  }

  userSig(): string {
    const now = this.#now()
    const age = now - this.#signedAt
    if (age < 0 || age >= this.#ttlSeconds * 500) {
      const { sdkAppId, adminUserId: identifier, secretKey } = this.secret
      const time = Math.floor(now / 1000)
      this.#userSig = signUserSig({ sdkAppId, identifier, secretKey, time, expire: this.#ttlSeconds })
      this.#signedAt = now
      this.#redactor = undefined
    }
    return this.#userSig
  }

  /** Knows the key, and the UserSig that was given out last. */
  get redactor(): Redactor {
    this.#redactor ??= redactor([this.#userSig, this.secret.secretKey])
    return this.#redactor
  }

  /**
   * A name as only who has the app's key can compute it, on each instance the same: whatever is chosen by a hash of it can't be aimed
   * at. The first word keeps it apart from what a UserSig signs.
   */
  veiled(name: string): string {
    const known = this.#veiled.get(name)
    if (known !== undefined) return known
    const veiled = createHmac('sha256', this.secret.secretKey).update(`veil\0${name}`).digest('base64url')
    if (this.#veiled.size >= MOST_VEILED) this.#veiled.clear()
    this.#veiled.set(name, veiled)
    return veiled
  }
}
