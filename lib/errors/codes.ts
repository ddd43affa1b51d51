/**
 * The one table of error codes: ours, and what each upstream code means for a caller.
 * `docs/error-codes.md` is printed from it. Upstream facts: https://trtc.io/document/34348 and the pages of the operations.
 */

/** Who must act. */
export type Kind = 'caller' | 'operator' | 'wait' | 'upstream'

export interface CodeRow {
  readonly status: number
  readonly kind: Kind
  /** Whether the same request may succeed when sent again as it is. */
  readonly retryable: boolean
  readonly title: string
  /** What the reader of the error does about it. */
  readonly cure: string
  /** Seconds, for the statuses that carry Retry-After. */
  readonly retryAfter?: number
}

const caller = { kind: 'caller', retryable: false } as const
const operator = { kind: 'operator', retryable: false, status: 502 } as const
const passing = { kind: 'upstream', retryable: true } as const

export const codes = {
  INVALID_REQUEST: {
    ...caller,
    status: 400,
    title: 'The request is invalid',
    cure: 'Correct what `errors` points at and send it again.',
  },
  NOT_FOUND: {
    ...caller,
    status: 404,
    title: 'There is nothing here',
    cure: 'Check the path or the operation name; GET /v1/health lists the operations.',
  },
  // Nothing is broken, so no operator is called: the caller must ask for a grant, or for something else.
  FORBIDDEN: {
    ...caller,
    status: 403,
    title: 'The caller may not do this',
    cure: 'Call what is granted to you, or ask the operator for a grant in ACCESS_POLICY.',
  },
  METHOD_NOT_ALLOWED: {
    ...caller,
    status: 405,
    title: 'This path takes another method',
    cure: 'Use a method that `Allow` names.',
  },
  PAYLOAD_TOO_LARGE: {
    ...caller,
    status: 413,
    title: 'The body is too large',
    cure: 'Split the work into smaller requests.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    ...caller,
    status: 415,
    title: 'The body is not JSON, or packed in a way that is not read here',
    cure: 'Send JSON with `content-type: application/json`, as it is or with `content-encoding` gzip, deflate or br.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    ...caller,
    status: 422,
    title: 'The idempotency key was used with another body',
    cure: 'Use a new key for every new request; a `retry` body is a new request.',
  },
  UNKNOWN_APP: {
    ...caller,
    status: 404,
    title: 'No such app',
    cure: 'Check `app`; an operator adds an app by creating its secret.',
  },
  ACCOUNT_NOT_FOUND: {
    ...caller,
    status: 404,
    title: 'The account, or this friend, does not exist',
    cure: 'Import the account into Chat first, or check the UserID.',
  },
  NOT_A_FRIEND: {
    ...caller,
    status: 409,
    title: 'The two are not friends',
    cure: 'Add the friend first, or leave this one out.',
  },
  ALREADY_FRIEND: {
    ...caller,
    status: 409,
    title: 'The two are friends already',
    cure: 'Nothing is left to do; friends.update changes what is known of a friend.',
  },
  NOT_BLOCKED: { ...caller, status: 409, title: 'The user is not on the blocklist', cure: 'Nothing is left to do.' },
  ALREADY_BLOCKED: {
    ...caller,
    status: 409,
    title: 'The user is on the blocklist already',
    cure: 'Nothing is left to do.',
  },
  FRIEND_LIMIT: {
    ...caller,
    status: 409,
    title: 'The account has as many friends as it may',
    cure: 'Delete friends first (3,000 at most).',
  },
  FRIEND_LIST_LIMIT: {
    ...caller,
    status: 409,
    title: 'The account has as many friend lists as it may',
    cure: 'Use an existing list or delete one first (32 at most).',
  },
  PENDING_LIMIT: {
    ...caller,
    status: 409,
    title: 'Too many friend requests are pending',
    cure: 'Wait until some are answered (100 at most).',
  },
  BLOCKLIST_LIMIT: {
    ...caller,
    status: 409,
    title: 'The blocklist is full',
    cure: 'Unblock somebody first (1,000 at most).',
  },
  PEER_FRIEND_LIMIT: {
    ...caller,
    status: 409,
    title: 'The other account has as many friends as it may',
    cure: 'The other side must delete friends first.',
  },
  ADD_FORBIDDEN: {
    ...caller,
    status: 409,
    title: 'The app forbids this account to add friends',
    cure: 'Lift AdminForbidType in the account’s profile.',
  },
  ADD_DENIED: {
    ...caller,
    status: 409,
    title: 'The other account accepts no friend requests',
    cure: 'The other side must change AllowType.',
  },
  AWAITING_CONSENT: {
    ...caller,
    status: 409,
    title: 'The other account has been asked for consent',
    cure: 'Wait for the answer; do not send it again.',
  },
  PEER_BLOCKED: {
    ...caller,
    status: 409,
    title: 'The other account is on this account’s blocklist',
    cure: 'Unblock it first.',
  },
  BLOCKED_BY_PEER: {
    ...caller,
    status: 409,
    title: 'This account is on the other’s blocklist',
    cure: 'The other side must unblock first.',
  },
  PENDING_REQUEST_NOT_FOUND: {
    ...caller,
    status: 404,
    title: 'There is no such pending request',
    cure: 'It may have been answered already.',
  },
  REFUSED_BY_WEBHOOK: {
    ...caller,
    status: 409,
    title: 'The app’s own webhook refused it',
    cure: 'Ask the owner of the webhook what its code means.',
  },
  CONTENT_BLOCKED: { ...caller, status: 422, title: 'The content was blocked', cure: 'Change the text or picture.' },

  RATE_LIMITED: {
    kind: 'wait',
    retryable: true,
    status: 429,
    title: 'Too many calls',
    cure: 'Send it again after Retry-After.',
    retryAfter: 2,
  },
  IDEMPOTENCY_IN_PROGRESS: {
    kind: 'wait',
    retryable: true,
    status: 409,
    title: 'The same request is still running',
    cure: 'Send it again in a few seconds to get its answer.',
  },
  WRITE_CONFLICT: {
    kind: 'wait',
    retryable: true,
    status: 409,
    title: 'The account was being written by somebody else',
    cure: 'Send it again; put changes of one account into one request.',
  },

  APP_MISMATCH: {
    ...operator,
    title: 'The account belongs to another app',
    cure: 'Check that `app` is the one the account was imported into.',
  },
  ADMIN_REQUIRED: {
    ...operator,
    title: 'The configured account is no administrator of the app',
    cure: 'Set `adminUserId` in the app’s secret to an app administrator.',
  },
  CREDENTIALS_REJECTED: {
    ...operator,
    title: 'Chat refuses the app’s credentials',
    cure: 'Put the app’s valid `sdkAppId`, `adminUserId` and `secretKey` into its secret; the change is picked up within seconds.',
  },
  REGION_MISMATCH: {
    ...operator,
    title: 'The app does not live in the configured region',
    cure: 'Set `region` in the app’s secret to the data centre of the app.',
  },
  IP_NOT_ALLOWED: {
    ...operator,
    title: 'Chat does not accept calls from this gateway’s address',
    cure: 'Add the gateway’s outgoing address to the app’s allow-list.',
  },
  APP_UNAVAILABLE: {
    ...operator,
    title: 'The app is disabled or its plan has lapsed',
    cure: 'Renew or enable the app in the Chat console.',
  },
  FEATURE_UNAVAILABLE: {
    ...operator,
    title: 'The app’s plan does not include this',
    cure: 'Enable the feature in the Chat console or change the plan.',
  },
  QUOTA_EXHAUSTED: {
    ...operator,
    title: 'The app’s plan is used up',
    cure: 'Change the plan or wait for the quota’s next period.',
  },
  ACCOUNT_RESTRICTED: {
    ...operator,
    title: 'Chat restricts this account',
    cure: 'See the upstream code in Chat’s error table and contact its support.',
  },
  SECRET_UNAVAILABLE: {
    kind: 'operator',
    retryable: true,
    status: 503,
    title: 'The app’s secret cannot be used',
    cure: 'The gateway’s log names the fault; send it again once that is mended.',
    retryAfter: 5,
  },
  STATE_UNAVAILABLE: {
    kind: 'operator',
    retryable: false,
    status: 503,
    title: 'What this needs to remember cannot be kept now',
    cure: 'Leave out Idempotency-Key and Prefer: respond-async, or ask the operator whether the gateway has its table.',
    retryAfter: 60,
  },

  UPSTREAM_INTERNAL: { ...passing, status: 502, title: 'Chat reported an internal error', cure: 'Send it again.' },
  UPSTREAM_TIMEOUT: {
    ...passing,
    status: 504,
    title: 'Chat did not answer in time',
    cure: 'Send it again.',
  },
  UPSTREAM_UNREACHABLE: {
    ...passing,
    status: 503,
    title: 'No answer of Chat’s came back',
    cure: 'Send it again later.',
    retryAfter: 5,
  },
  UPSTREAM_MALFORMED: {
    ...passing,
    status: 502,
    title: 'Chat’s answer could not be understood',
    cure: 'Send it again.',
  },
  UPSTREAM_REJECTED: {
    ...operator,
    kind: 'upstream',
    title: 'Chat refused the call',
    cure: 'See the upstream code in Chat’s error table.',
  },
  DEADLINE_EXCEEDED: {
    kind: 'wait',
    retryable: true,
    status: 504,
    title: 'No time was left to send it',
    cure: 'Send it again, or send less at once.',
  },
  EARLIER_ITEM_FAILED: {
    kind: 'wait',
    retryable: true,
    status: 409,
    title: 'An item before this one was not done, so this was not sent',
    cure: 'Send it again once the item before it is done.',
  },
  UNEXPLAINED_FAILURE: {
    ...passing,
    status: 502,
    title: 'Chat did not do this, and does not say why',
    cure: 'Send it again; if it stays, look whether the value keeps the documented limits.',
  },
  // Nobody has to mend anything: the caller must look.
  INTERRUPTED: {
    kind: 'caller',
    retryable: false,
    status: 504,
    title: 'An earlier attempt was broken off',
    cure: 'Look whether it took effect, and send it again, with a new key, only where it is still needed.',
  },
  INTERNAL: {
    kind: 'operator',
    retryable: false,
    status: 500,
    title: 'The gateway failed',
    cure: 'Look up the requestId in the gateway’s log.',
  },
} as const satisfies Record<string, CodeRow>

export type Code = keyof typeof codes

/** What a caller reads of a code: what it is, with the particulars of this time, then what to do. */
export const messageOf = (code: Code, particular?: string): string => `${titleOf(code, particular)} ${codes[code].cure}`

/** What it is, as a sentence. */
export const titleOf = (code: Code, particular?: string): string =>
  `${codes[code].title}${particular === undefined ? '' : ` (${particular})`}.`

/** Our row for a code, with the optional members readable. */
export const codeRow = (code: Code): CodeRow => codes[code]
