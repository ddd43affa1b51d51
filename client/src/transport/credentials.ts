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

/** What a header can carry, and what no header's ends are trimmed of. */
const SENDABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** A function of one's own may answer anything. Who reads a key from a file has its line break too, and `fetch` would quote the whole. */
function whole(given: Credentials): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } = Object(given) as Partial<Credentials>
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string')
    throw new Error('what was given has no accessKeyId and secretAccessKey')
  const parts = Object.entries({ accessKeyId, secretAccessKey, sessionToken })
  const bad = parts.find(([, value]) => value !== undefined && !SENDABLE.test(value))
  if (bad)
    throw new Error(`${bad[0]} is empty, or has a line break, a space at an end or another character that no key has`)
  return given
}

/** @param profile the one that was asked for, which may be misspelt */
function none(error: unknown, profile: string | undefined): CredentialsError {
  const because = shownReason(error)
  const said = profile === undefined ? because : `profile ${profile}: ${because}`
  const cause = new Error(said)
  if (/expired/i.test(said))
    return new CredentialsError('expired', `The credentials have expired (${said}). Sign in again.`, cause)
  const cure = 'Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, sign in, or pass credentials.'
  return new CredentialsError('none', `There are no credentials of AWS to sign with (${said}). ${cure}`, cause)
}

/** Who can't be read says so by quoting: a command its own line, with what stands in it, and JSON a piece of the keys. */
function shownReason(error: unknown): string {
  if (error instanceof SyntaxError) return 'what should have given them answered something else than JSON'
  const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1)
  return /^Command failed:/.test(said)
    ? 'the credential_process of the profile failed; run it by hand to see why'
    : said
}
