import { StateUnavailable } from '../lib/ledger/state-table.ts'
import { redact } from '../lib/telemetry/log.ts'

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
  [
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|EPROTO|TimeoutError)$|CERT|SELF_SIGNED|^UNABLE_TO_|^ERR_(SSL|TLS)_/,
    'unreachable',
  ],
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
  const { name = '', code = '', message = '' } = toldBy(error)
  if (message === 'Region is missing') return { kind: 'no region', says: message }
  const [, kind] = NAMES.find(([pattern]) => pattern.test(name) || pattern.test(code)) ?? []
  return kind && { kind, says: inOneLine(code || name, message) }
}

/** What AWS, or whoever answers in its place, says beside that; undefined for an error of our own. */
export function awsAnswerOf(error: unknown): string | undefined {
  const told = toldBy(error)
  if (!['$metadata', '$response', '$fault'].some((member) => member in told)) return undefined
  // What is no JSON is quoted by whoever reads it, and it may be an answer with a secret.
  if (told instanceof SyntaxError) return 'what answered is not AWS: it sent no JSON'
  return inOneLine(told.name ?? '', told.message ?? '')
}

const toldBy = (error: unknown): Told => Object(error instanceof StateUnavailable ? error.cause : error) as Told

/** Of a wrong signature AWS tells at length, with the session token that was sent. */
const inOneLine = (name: string, message: string): string =>
  [name, redact(message).split('\n', 1)[0]].filter(Boolean).join(': ')
