import { setTimeout } from 'node:timers/promises'
import { StateUnavailable } from '../../lib/ledger/state-table.ts'

/** What stands in the way of all letters alike, told with its cure. */
export class Trouble extends Error {}

interface Told {
  readonly name?: string
  readonly code?: string
  readonly message?: string
  readonly $metadata?: unknown
}

const CURES: readonly (readonly [RegExp, string])[] = [
  [
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|TimeoutError)$/,
    'It can’t be reached. With --local, is npm start running, on these ports? Otherwise check the network and the region.',
  ],
  [
    /^(CredentialsProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|MissingAuthenticationToken(Exception)?|InvalidAccessKeyId)$/,
    'There are no credentials that AWS takes: sign in, or name those to use, such as AWS_PROFILE=name.',
  ],
  [
    /^(AccessDenied(Exception)?|NotAuthorized|AuthorizationError|KMSAccessDeniedException|KmsAccessDenied)$/,
    'You lack the permission. docs/redrive.md lists what a redrive needs.',
  ],
  [
    /^(QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|ResourceNotFoundException|InvalidAddress)$/,
    'There is no such thing there. Check --stage (or the names in the environment), the region and the account.',
  ],
]

/** The trouble that an error tells of; undefined for what may be one letter's alone. */
export function troubleOf(error: unknown, what: string): Trouble | undefined {
  if (error instanceof Trouble) return error
  const cause = (error instanceof StateUnavailable ? error.cause : error) as Told
  const { name = '', code = '', message = '' } = Object(cause) as Told
  if (message === 'Region is missing') {
    return new Trouble(`${what}: no region is set. Give --region, or set AWS_REGION.`, { cause: error })
  }
  const [, cure] = CURES.find(([pattern]) => pattern.test(name) || pattern.test(code)) ?? []
  if (cure === undefined) return undefined
  return new Trouble(`${what}: ${[code || name, message].filter(Boolean).join(': ')}\n${cure}`, { cause: error })
}

const MOST_TRIES = 3
const WAIT_MS = 250

/** Tries again what lib gives up soon: a function's caller can't wait, but an operator far away from the region can. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === MOST_TRIES || !(error instanceof StateUnavailable)) throw error
    }
    await setTimeout(WAIT_MS * tries)
  }
}
