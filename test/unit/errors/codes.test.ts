import { describe, expect, test } from 'vitest'
import { calls } from '../../../lib/errors/codes/calls.ts'
import { friends } from '../../../lib/errors/codes/friends.ts'
import { groups } from '../../../lib/errors/codes/groups.ts'
import { messages } from '../../../lib/errors/codes/messages.ts'
import { requests } from '../../../lib/errors/codes/requests.ts'
import { type Code, codeRow, codes, type Kind, messageOf, titleOf } from '../../../lib/errors/codes.ts'

interface Promised {
  readonly kind: Kind
  readonly retryable: boolean
  readonly status: number
  readonly codes: readonly Code[]
}

/** What callers of the gateway program against: a code that moves from one line to another breaks them. */
const promises: readonly Promised[] = [
  { kind: 'caller', retryable: false, status: 400, codes: ['INVALID_REQUEST', 'UNKNOWN_FIELD'] },
  { kind: 'caller', retryable: false, status: 403, codes: ['FORBIDDEN'] },
  {
    kind: 'caller',
    retryable: false,
    status: 404,
    codes: [
      'NOT_FOUND',
      'UNKNOWN_APP',
      'ACCOUNT_NOT_FOUND',
      'PENDING_REQUEST_NOT_FOUND',
      'GROUP_NOT_FOUND',
      'TOPIC_NOT_FOUND',
      'ATTRIBUTE_NOT_FOUND',
      'MESSAGE_NOT_FOUND',
      'CONVERSATION_GROUP_NOT_FOUND',
    ],
  },
  { kind: 'caller', retryable: false, status: 405, codes: ['METHOD_NOT_ALLOWED'] },
  {
    kind: 'caller',
    retryable: false,
    status: 409,
    codes: [
      'REFUSED_BY_WEBHOOK',
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
      'NOT_ALLOWED_IN_GROUP',
      'ID_TAKEN',
      'ALREADY_MEMBER',
      'MEMBER_OFFLINE',
      'GROUP_FULL',
      'GROUP_LIMIT',
      'ATTRIBUTE_LIMIT',
      'COUNTER_LIMIT',
      'MESSAGE_TOO_OLD',
      'SENDER_MUTED',
      'NOT_RECALLABLE',
      'ALREADY_RECALLED',
      'NO_RECEIPT',
      'NOT_EXTENSIBLE',
      'VERSION_CONFLICT',
      'CONVERSATION_GROUP_FULL',
      'CONVERSATION_GROUP_LIMIT',
      'PIN_LIMIT',
    ],
  },
  { kind: 'caller', retryable: false, status: 410, codes: ['ARCHIVE_EXPIRED'] },
  { kind: 'caller', retryable: false, status: 413, codes: ['PAYLOAD_TOO_LARGE'] },
  { kind: 'caller', retryable: false, status: 415, codes: ['UNSUPPORTED_MEDIA_TYPE'] },
  {
    kind: 'caller',
    retryable: false,
    status: 422,
    codes: ['IDEMPOTENCY_KEY_REUSED', 'CONTENT_BLOCKED', 'ANSWER_TOO_LARGE'],
  },
  { kind: 'caller', retryable: false, status: 504, codes: ['INTERRUPTED'] },
  { kind: 'wait', retryable: true, status: 404, codes: ['ARCHIVE_NOT_READY'] },
  {
    kind: 'wait',
    retryable: true,
    status: 409,
    codes: ['IDEMPOTENCY_IN_PROGRESS', 'WRITE_CONFLICT', 'EARLIER_ITEM_FAILED'],
  },
  { kind: 'wait', retryable: true, status: 429, codes: ['RATE_LIMITED', 'MESSAGE_DROPPED'] },
  { kind: 'wait', retryable: true, status: 504, codes: ['DEADLINE_EXCEEDED'] },
  { kind: 'operator', retryable: false, status: 500, codes: ['INTERNAL'] },
  {
    kind: 'operator',
    retryable: false,
    status: 502,
    codes: [
      'ACCOUNT_RESTRICTED',
      'APP_MISMATCH',
      'ADMIN_REQUIRED',
      'CREDENTIALS_REJECTED',
      'REGION_MISMATCH',
      'IP_NOT_ALLOWED',
      'APP_UNAVAILABLE',
      'FEATURE_UNAVAILABLE',
      'FIELD_FORBIDDEN',
      'QUOTA_EXHAUSTED',
    ],
  },
  { kind: 'operator', retryable: false, status: 503, codes: ['STATE_UNAVAILABLE', 'UNHEALTHY'] },
  { kind: 'operator', retryable: true, status: 503, codes: ['SECRET_UNAVAILABLE'] },
  {
    kind: 'upstream',
    retryable: true,
    status: 502,
    codes: ['UPSTREAM_INTERNAL', 'UPSTREAM_MALFORMED', 'UNEXPLAINED_FAILURE'],
  },
  { kind: 'upstream', retryable: true, status: 503, codes: ['UPSTREAM_UNREACHABLE'] },
  { kind: 'upstream', retryable: true, status: 504, codes: ['UPSTREAM_TIMEOUT'] },
  { kind: 'upstream', retryable: false, status: 502, codes: ['UPSTREAM_REJECTED'] },
]

/** Seconds. */
const waits: Partial<Record<Code, number>> = {
  RATE_LIMITED: 2,
  MESSAGE_DROPPED: 2,
  SECRET_UNAVAILABLE: 5,
  UPSTREAM_UNREACHABLE: 5,
  STATE_UNAVAILABLE: 60,
  UNHEALTHY: 10,
}

const names = Object.keys(codes) as Code[]
const families = [requests, calls, friends, groups, messages]

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

  test('stand in one family each', () => {
    expect(families.flatMap((family) => Object.keys(family))).toEqual(names)
  })

  test.each(names)('%s is named and worded as a caller can use it', (name) => {
    const { title, cure } = codeRow(name)
    expect(name).toMatch(/^[A-Z][A-Z0-9_]{2,62}$/)
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(cure).toMatch(/^[A-Z].*\.$/)
    expect(messageOf(name)).toBe(`${title}. ${cure}`)
  })

  test('are told with the particulars of this time between what it is and what to do', () => {
    expect(titleOf('UPSTREAM_MALFORMED', 'it is no JSON object')).toBe(
      `${codeRow('UPSTREAM_MALFORMED').title} (it is no JSON object).`,
    )
    expect(messageOf('UPSTREAM_MALFORMED', 'it is no JSON object')).toMatch(
      / \(it is no JSON object\)\. Send it again\.$/,
    )
  })

  test('say when to come back with 429 and 503, and with no other status', () => {
    const told = names.filter((name) => codeRow(name).retryAfter !== undefined)
    expect(Object.fromEntries(told.map((name) => [name, codeRow(name).retryAfter]))).toEqual(waits)
    expect(names.filter((name) => [429, 503].includes(codeRow(name).status)).toSorted()).toEqual(told.toSorted())
  })
})
