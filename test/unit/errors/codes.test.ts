import { describe, expect, test } from 'vitest'
import { type Code, codeRow, codes, type Kind, messageOf } from '../../../lib/errors/codes.ts'

interface Promised {
  readonly kind: Kind
  readonly retryable: boolean
  readonly status: number
  readonly codes: readonly Code[]
}

/** What callers of the gateway program against: a code that moves from one line to another breaks them. */
const promises: readonly Promised[] = [
  { kind: 'caller', retryable: false, status: 400, codes: ['INVALID_REQUEST'] },
  {
    kind: 'caller',
    retryable: false,
    status: 404,
    codes: ['NOT_FOUND', 'UNKNOWN_APP', 'ACCOUNT_NOT_FOUND', 'PENDING_REQUEST_NOT_FOUND'],
  },
  { kind: 'caller', retryable: false, status: 403, codes: ['FORBIDDEN'] },
  { kind: 'caller', retryable: false, status: 405, codes: ['METHOD_NOT_ALLOWED'] },
  {
    kind: 'caller',
    retryable: false,
    status: 409,
    codes: [
      'NOT_A_FRIEND',
      'ALREADY_FRIEND',
      'NOT_BLOCKED',
      'ALREADY_BLOCKED',
      'FRIEND_LIMIT',
      'FRIEND_LIST_LIMIT',
      'PENDING_LIMIT',
      'BLOCKLIST_LIMIT',
      'PEER_FRIEND_LIMIT',
      'ADD_FORBIDDEN',
      'ADD_DENIED',
      'AWAITING_CONSENT',
      'PEER_BLOCKED',
      'BLOCKED_BY_PEER',
      'REFUSED_BY_WEBHOOK',
    ],
  },
  { kind: 'caller', retryable: false, status: 413, codes: ['PAYLOAD_TOO_LARGE'] },
  { kind: 'caller', retryable: false, status: 415, codes: ['UNSUPPORTED_MEDIA_TYPE'] },
  { kind: 'caller', retryable: false, status: 422, codes: ['IDEMPOTENCY_KEY_REUSED', 'CONTENT_BLOCKED'] },
  { kind: 'caller', retryable: false, status: 504, codes: ['INTERRUPTED'] },
  { kind: 'wait', retryable: true, status: 409, codes: ['IDEMPOTENCY_IN_PROGRESS', 'WRITE_CONFLICT'] },
  { kind: 'wait', retryable: true, status: 429, codes: ['RATE_LIMITED'] },
  { kind: 'wait', retryable: true, status: 504, codes: ['DEADLINE_EXCEEDED'] },
  { kind: 'operator', retryable: false, status: 500, codes: ['INTERNAL'] },
  {
    kind: 'operator',
    retryable: false,
    status: 502,
    codes: [
      'APP_MISMATCH',
      'ADMIN_REQUIRED',
      'CREDENTIALS_REJECTED',
      'REGION_MISMATCH',
      'IP_NOT_ALLOWED',
      'APP_UNAVAILABLE',
      'FEATURE_UNAVAILABLE',
      'QUOTA_EXHAUSTED',
      'ACCOUNT_RESTRICTED',
    ],
  },
  { kind: 'operator', retryable: false, status: 503, codes: ['STATE_UNAVAILABLE'] },
  { kind: 'operator', retryable: true, status: 503, codes: ['SECRET_UNAVAILABLE'] },
  { kind: 'upstream', retryable: true, status: 502, codes: ['UPSTREAM_INTERNAL', 'UPSTREAM_MALFORMED'] },
  { kind: 'upstream', retryable: true, status: 503, codes: ['UPSTREAM_UNREACHABLE'] },
  { kind: 'upstream', retryable: true, status: 504, codes: ['UPSTREAM_TIMEOUT'] },
  { kind: 'upstream', retryable: false, status: 502, codes: ['UPSTREAM_REJECTED'] },
]

/** Seconds. */
const waits: Partial<Record<Code, number>> = {
  RATE_LIMITED: 2,
  SECRET_UNAVAILABLE: 5,
  UPSTREAM_UNREACHABLE: 5,
  STATE_UNAVAILABLE: 60,
}

const names = Object.keys(codes) as Code[]

describe('our codes', () => {
  test.each(promises)('the $kind acts, status $status, retryable $retryable: $codes', ({ codes: given, ...row }) => {
    const alike = names.filter((name) => {
      const { kind, retryable, status } = codeRow(name)
      return kind === row.kind && retryable === row.retryable && status === row.status
    })
    expect(alike).toEqual(given)
  })

  test('are these and no others', () => {
    expect(promises.flatMap((promise) => promise.codes).toSorted()).toEqual(names.toSorted())
  })

  test.each(names)('%s is named and worded as a caller can use it', (name) => {
    const { title, cure } = codeRow(name)
    expect(name).toMatch(/^[A-Z][A-Z0-9_]{2,62}$/)
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(cure).toMatch(/^[A-Z].*\.$/)
    expect(messageOf(name)).toBe(`${title}. ${cure}`)
  })

  test('say when to come back with 429 and 503, and with no other status', () => {
    const told = names.filter((name) => codeRow(name).retryAfter !== undefined)
    expect(Object.fromEntries(told.map((name) => [name, codeRow(name).retryAfter]))).toEqual(waits)
    expect(names.filter((name) => [429, 503].includes(codeRow(name).status)).toSorted()).toEqual(told.toSorted())
  })
})
