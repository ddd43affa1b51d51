import { StateUnavailable } from '../lib/ledger/state-table.ts'

/** What stands between an operator and AWS, whichever service says it. */
export type AwsTroubleKind = 'unreachable' | 'credentials' | 'denied' | 'absent' | 'no region'

export interface AwsTrouble {
  readonly kind: AwsTroubleKind
  /** In the words of the SDK, which name the thing. */
  readonly says: string
}

interface Told {
  readonly name?: string
  readonly code?: string
  readonly message?: string
}

const NAMES: readonly (readonly [RegExp, AwsTroubleKind])[] = [
  [/^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|TimeoutError)$/, 'unreachable'],
  [
    /^(CredentialsProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|MissingAuthenticationToken(Exception)?|InvalidAccessKeyId)$/,
    'credentials',
  ],
  [/^(AccessDenied(Exception)?|NotAuthorized|AuthorizationError|KMSAccessDeniedException|KmsAccessDenied)$/, 'denied'],
  [
    /^(QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|ResourceNotFoundException|InvalidAddress)$/,
    'absent',
  ],
]

/** What an error of the SDK's tells of; undefined for anything else. */
export function awsTroubleOf(error: unknown): AwsTrouble | undefined {
  const cause = (error instanceof StateUnavailable ? error.cause : error) as Told
  const { name = '', code = '', message = '' } = Object(cause) as Told
  if (message === 'Region is missing') return { kind: 'no region', says: message }
  const [, kind] = NAMES.find(([pattern]) => pattern.test(name) || pattern.test(code)) ?? []
  return kind && { kind, says: [code || name, message].filter(Boolean).join(': ') }
}
