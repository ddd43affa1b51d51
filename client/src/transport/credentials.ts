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
    kept ??= provider()
      .then(whole)
      .catch((error: unknown) => {
        throw none(error, given === 'chain' ? settings.profile : undefined)
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

/** A function of one's own may answer anything. */
function whole(given: Credentials): Credentials {
  const { accessKeyId, secretAccessKey } = Object(given) as Partial<Credentials>
  if (typeof accessKeyId === 'string' && typeof secretAccessKey === 'string') return given
  throw new Error('what was given has no accessKeyId and secretAccessKey')
}

/** @param profile the one that was asked for, which may be misspelt */
function none(error: unknown, profile: string | undefined): CredentialsError {
  const because = error instanceof Error ? error.message : String(error)
  const said = profile === undefined ? because : `profile ${profile}: ${because}`
  const cause = profile === undefined ? error : new Error(said, { cause: error })
  if (/expired/i.test(said))
    return new CredentialsError('expired', `The credentials have expired (${said}). Sign in again.`, cause)
  const cure = 'Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, sign in, or pass credentials.'
  return new CredentialsError('none', `There are no credentials of AWS to sign with (${said}). ${cure}`, cause)
}
