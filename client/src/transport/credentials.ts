import { CredentialsError } from '../answers/errors.ts'
import type { Credentials, CredentialsProvider, ReadySettings } from '../settings.ts'

/** Where the signer gets what it signs with. */
export interface CredentialsSource {
  /** @throws CredentialsError */
  readonly get: () => Promise<Credentials>
  /** Asks anew, after the last ones were refused: whether there are others now. */
  readonly areOthers: () => Promise<boolean>
}

/** Requests on their way take a while, and clocks differ. */
const RESERVE_MS = 5 * 60_000

/** @param given credentials, a function that gets them, or AWS's standard chain */
export function createCredentials(
  given: 'chain' | Credentials | CredentialsProvider,
  settings: ReadySettings,
): CredentialsSource {
  let provider = providerOf(given, settings)
  let kept: Promise<Credentials> | undefined
  let last: Credentials | undefined
  const get = async (): Promise<Credentials> => {
    kept ??= provider().catch((error: unknown) => {
      throw none(error)
    })
    const asked = kept
    try {
      const credentials = await asked
      last = credentials
      const { expiration } = credentials
      const isKept = expiration !== undefined && expiration.getTime() - settings.clock.now() > RESERVE_MS
      if (!isKept && kept === asked) kept = undefined
      return credentials
    } catch (error) {
      if (kept === asked) kept = undefined
      throw error
    }
  }
  return {
    get,
    areOthers: async () => {
      const before = last
      kept = undefined
      provider = providerOf(given, settings)
      const now = await get().catch(() => before)
      return now?.accessKeyId !== before?.accessKeyId || now?.sessionToken !== before?.sessionToken
    },
  }
}

function providerOf(
  given: 'chain' | Credentials | CredentialsProvider,
  { profile }: ReadySettings,
): CredentialsProvider {
  if (typeof given === 'object') return async () => given
  if (typeof given === 'function') return given
  // Loaded by the first signed request: it takes longer to load than all else together.
  let chain: CredentialsProvider | undefined
  return async () => {
    if (!chain) {
      const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
      chain = defaultProvider(profile === undefined ? {} : { profile })
    }
    return chain()
  }
}

function none(cause: unknown): CredentialsError {
  const said = cause instanceof Error ? cause.message : String(cause)
  if (/expired/i.test(said))
    return new CredentialsError('expired', `The credentials have expired (${said}). Sign in again.`, cause)
  const cure = 'Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, sign in, or pass credentials.'
  return new CredentialsError('none', `There are no credentials of AWS to sign with (${said}). ${cure}`, cause)
}
