import { describe, expect, test } from 'vitest'
import { type Code, codeRow } from '../../../lib/errors/codes.ts'
import { classify, type RetryClass, upstreamCodes } from '../../../lib/errors/upstream-codes.ts'
import { isWorthRepeating } from '../../../lib/upstream/retry.ts'
import copiedCodes from '../../support/reference-codes.json' with { type: 'json' }

/** What callers of the gateway program against: a number that moves from one line to another breaks them. */
const becomes: Partial<Record<Code, readonly number[]>> = {
  INVALID_REQUEST: [
    1002, 10004, 10011, 10020, 10045, 10046, 10053, 20001, 30001, 40001, 40002, 40601, 40605, 40610, 50002, 51006,
    51011, 70402, 80002, 90002, 90004, 90005, 90006, 90007, 90010, 90020, 90022, 90026, 90030, 90031, 90032, 90034,
    90039, 90040, 90043, 90044, 90054, 90055, 93000, 130002, 130004, 130008,
  ],
  ACCOUNT_NOT_FOUND: [10012, 10019, 20003, 30003, 40003, 50001, 70107, 90003, 90008, 90012, 90048, 130003, 130005],
  NOT_A_FRIEND: [20009, 20010, 20011, 31704, 32216],
  ALREADY_BLOCKED: [31307],
  FRIEND_LIMIT: [30010],
  FRIEND_LIST_LIMIT: [30011],
  PENDING_LIMIT: [30012],
  BLOCKLIST_LIMIT: [30013],
  PEER_FRIEND_LIMIT: [30014],
  ADD_FORBIDDEN: [30009],
  ADD_DENIED: [30516],
  AWAITING_CONSENT: [30539],
  PEER_BLOCKED: [30515],
  BLOCKED_BY_PEER: [20007, 30525],
  PENDING_REQUEST_NOT_FOUND: [30614, 31804],
  CONTENT_BLOCKED: [80001, 80004],
  REFUSED_BY_WEBHOOK: [10016, 20006, 80003],
  RATE_LIMITED: [10006, 10023, 10049, 23003, 30540, 31707, 60007, 60011, 60018, 60019, 72010, 90024],
  WRITE_CONFLICT: [10056, 20028, 30008],
  APP_MISMATCH: [20008, 30002],
  ADMIN_REQUIRED: [10001, 30004, 40004, 50003, 60010, 70403, 90009],
  CREDENTIALS_REJECTED: [20002, 70001, 70002, 70003, 70005, 70009, 70013, 70014, 70050, 70052],
  REGION_MISMATCH: [60006, 60026, 70016, 70020],
  IP_NOT_ALLOWED: [60021],
  APP_UNAVAILABLE: [60016, 60017, 60020, 80005],
  FEATURE_UNAVAILABLE: [10008, 10026, 10041, 10059, 11000, 51013, 60027, 70404, 71000, 72001, 72011, 72012, 90045],
  QUOTA_EXHAUSTED: [10036, 10058, 60028, 70398, 72000, 72002, 90047],
  ACCOUNT_RESTRICTED: [70051, 70114, 70399],
  UPSTREAM_INTERNAL: [
    1003, 10002, 20005, 20018, 30006, 40006, 50004, 60004, 60005, 70500, 90994, 90995, 91000, 130009, 130010, 130011,
    130012, 130014,
  ],
  UPSTREAM_TIMEOUT: [20004, 30007, 50005, 60008, 60014, 70169, 70202, 90992],
  UPSTREAM_MALFORMED: [60013],
  UPSTREAM_REJECTED: [
    1001, 10003, 10005, 30005, 60002, 60003, 60009, 60012, 60015, 60025, 70206, 90001, 90011, 90018, 110002, 130001,
  ],
  ARCHIVE_NOT_READY: [1004],
  ARCHIVE_EXPIRED: [1005],
  NOT_ALLOWED_IN_GROUP: [10007, 10009, 10035, 10044, 10060],
  GROUP_NOT_FOUND: [10010, 10015, 51007],
  ALREADY_MEMBER: [10013],
  GROUP_FULL: [10014, 10038],
  SENDER_MUTED: [10017, 20012],
  ANSWER_TOO_LARGE: [10018, 10054],
  ID_TAKEN: [10021, 10025],
  MESSAGE_NOT_FOUND: [10030, 10052, 20022, 23004],
  MESSAGE_TOO_OLD: [10031, 10051, 20016],
  NOT_RECALLABLE: [10032, 10033, 10034],
  GROUP_LIMIT: [10037],
  ATTRIBUTE_LIMIT: [10047, 10048],
  ATTRIBUTE_NOT_FOUND: [10050],
  NO_RECEIPT: [10061, 10062],
  COUNTER_LIMIT: [10063],
  ALREADY_RECALLED: [20023],
  VERSION_CONFLICT: [23001],
  NOT_EXTENSIBLE: [23002],
  FIELD_FORBIDDEN: [40007, 40008],
  UNKNOWN_FIELD: [40009, 90033],
  CONVERSATION_GROUP_FULL: [51008],
  CONVERSATION_GROUP_NOT_FOUND: [51009],
  CONVERSATION_GROUP_LIMIT: [51010],
  PIN_LIMIT: [51012],
  TOPIC_NOT_FOUND: [110003],
}

const repeated: Partial<Record<RetryClass, readonly number[]>> = {
  backoff: [
    1003, 10002, 20004, 20005, 20018, 30006, 30007, 40006, 50004, 50005, 60008, 60014, 70169, 70202, 70500, 72010,
    90992, 90994, 90995, 91000, 130009, 130010, 130011, 130012, 130014,
  ],
  throttle: [10006, 10023, 10049, 60007, 60011, 60018, 60019, 90024],
  conflict: [10056, 20028, 30008],
  once: [60004, 60005, 60013],
  caller: [1004, 23003, 30540, 31707],
  resign: [20002, 70001, 70002, 70003, 70005, 70009, 70013, 70014, 70052],
  hold: [70050],
}

/** A timeout inside Chat, or a reply that Chat itself could not read. */
const unknown = [20004, 30007, 50005, 60008, 60013, 60014, 70169, 70202, 90992]

/** An earlier attempt may have done the work. */
const maybeDone = [10010, 10013, 10021, 10025, 10050, 20023, 31307, 31704, 51009, 70107, 110003]

const listed = [...upstreamCodes.keys()].sort((a, b) => a - b)
const numbersOf = (isOne: (row: ReturnType<typeof classify>) => boolean): number[] =>
  listed.filter((number) => isOne(classify(number, '')))

describe('the table of Chat’s codes', () => {
  test('covers every code that the reference lists', () => {
    const copied = Object.values(copiedCodes).flat()
    expect(copied.length).toBeGreaterThan(300)
    expect(copied.filter((number) => !upstreamCodes.has(number))).toEqual([])
  })

  test('holds nothing else than is promised here', () => {
    const promised = Object.values(becomes).flat()
    expect(promised.toSorted((a, b) => a - b)).toEqual(listed)
  })

  test.each(Object.entries(becomes))('%s is what %j become', (code, numbers) => {
    expect(numbersOf((row) => row.code === code)).toEqual(numbers)
  })

  test.each(Object.entries(repeated))('%s is how %j are repeated', (retry, numbers) => {
    expect(numbersOf((row) => row.retry === retry)).toEqual(numbers)
  })

  test('repeats no other', () => {
    const others = new Set(Object.values(repeated).flat())
    expect(numbersOf(({ retry }) => retry !== 'no').filter((number) => !others.has(number))).toEqual([])
  })

  test('leaves the effect unknown after a timeout inside Chat or a reply that Chat itself could not read', () => {
    expect(numbersOf(({ effect }) => effect === 'unknown')).toEqual(unknown)
    expect(numbersOf(({ effect }) => effect === 'none')).toHaveLength(listed.length - unknown.length)
  })

  test('takes only these numbers for a sign that an earlier attempt did the work', () => {
    expect(numbersOf(({ mayBeDone }) => mayBeDone !== undefined)).toEqual(maybeDone)
    expect(classify(31704, '').mayBeDone).toBe(true)
  })

  test('takes only one number that an operator must act on for proof that no earlier attempt did the work', () => {
    expect(numbersOf(({ isNeverDone }) => isNeverDone === true)).toEqual([30002])
  })

  test('say that a UserSig’s time is over, by Chat’s clock, with one number', () => {
    expect(numbersOf(({ isExpiry }) => isExpiry === true)).toEqual([70001])
    expect(numbersOf(({ isExpiry }) => isExpiry !== undefined)).toEqual([70001])
  })

  test('repeats exactly what our code calls worth repeating, where nothing was done', () => {
    const refusals = [...upstreamCodes].filter(([, { effect }]) => effect === 'none')
    const odd = refusals.filter(([, { code, retry }]) => isWorthRepeating(retry) !== codeRow(code).retryable)
    expect(odd).toEqual([])
  })
})

describe('a number that no table lists', () => {
  test.each([38000, 38500, 39000, 120001, 125000, 130000])(
    '%i is the app’s own webhook’s refusal, and final',
    (number) => {
      expect(classify(number, '')).toMatchObject({ code: 'REFUSED_BY_WEBHOOK', retry: 'no', effect: 'none' })
    },
  )

  test.each([37999, 39001, 120000, 130013, 10024, 1, -1])('%i is a final refusal', (number) => {
    const row = { code: 'UPSTREAM_REJECTED', retry: 'no', effect: 'none' }
    expect(classify(number, '')).toEqual(row)
  })
})

describe('30001, which hides several situations', () => {
  const own = [['_Already_Friend', 'ALREADY_FRIEND']] as const

  test.each([
    ['Err_SNS_FriendUpdate_Friend_Not_Exist', 'NOT_A_FRIEND'],
    ['Err_SNS_FriendDelete_Not_Friend', 'NOT_A_FRIEND'],
    ['Err_SNS_Friend_Not_Exist_Parameter', 'INVALID_REQUEST'],
    ['Err_SNS_FriendAdd_Already_Friend', 'INVALID_REQUEST'],
    ['Err_SNS', 'INVALID_REQUEST'],
    ['', 'INVALID_REQUEST'],
  ])('is told apart by the end of its info %j: %s', (info, code) => {
    const row = classify(30001, info)
    expect(row).toMatchObject({ code, retry: 'no', effect: 'none' })
    expect(row).not.toHaveProperty('mayBeDone')
  })

  test('means what the operation says, which may be that an earlier attempt did the work', () => {
    expect(classify(30001, 'Err_SNS_FriendAdd_Already_Friend', own)).toMatchObject({
      code: 'ALREADY_FRIEND',
      mayBeDone: true,
    })
    expect(classify(30001, 'Err_SNS_FriendAdd_Not_Friend', own)).not.toHaveProperty('mayBeDone')
  })

  test('lends its meanings to no other number', () => {
    expect(classify(30003, 'Err_SNS_FriendAdd_Already_Friend', own).code).toBe('ACCOUNT_NOT_FOUND')
  })
})
