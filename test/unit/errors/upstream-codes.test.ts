import { describe, expect, test } from 'vitest'
import { type Code, codeRow } from '../../../lib/errors/codes.ts'
import {
  classify,
  infoMeanings,
  type RetryClass,
  upstreamCodes,
  webhookCodes,
} from '../../../lib/errors/upstream-codes.ts'
import { isWorthRepeating } from '../../../lib/upstream/retry.ts'
import copiedCodes from '../../support/reference-codes.json' with { type: 'json' }

/** What callers of the gateway program against: a number that moves from one line to another breaks them. */
const becomes: Partial<Record<Code, readonly number[]>> = {
  INVALID_REQUEST: [30001, 70402, 80002],
  ACCOUNT_NOT_FOUND: [30003, 70107],
  NOT_A_FRIEND: [31704, 32216],
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
  BLOCKED_BY_PEER: [30525],
  PENDING_REQUEST_NOT_FOUND: [30614, 31804],
  CONTENT_BLOCKED: [80001, 80004],
  REFUSED_BY_WEBHOOK: [80003],
  RATE_LIMITED: [30540, 31707, 60007, 60011, 60018, 60019, 72010],
  WRITE_CONFLICT: [30008],
  APP_MISMATCH: [30002],
  ADMIN_REQUIRED: [30004, 60010, 70403],
  CREDENTIALS_REJECTED: [70001, 70002, 70003, 70005, 70009, 70013, 70014, 70050, 70052],
  REGION_MISMATCH: [60006, 60026, 70016, 70020],
  IP_NOT_ALLOWED: [60021],
  APP_UNAVAILABLE: [60016, 60017, 60020, 80005],
  FEATURE_UNAVAILABLE: [60027, 70404, 71000, 72001, 72011, 72012],
  QUOTA_EXHAUSTED: [60028, 70398, 72000, 72002],
  ACCOUNT_RESTRICTED: [70051, 70114, 70399],
  UPSTREAM_INTERNAL: [30006, 60004, 60005, 70500],
  UPSTREAM_TIMEOUT: [30007, 60008, 60014, 70169, 70202],
  UPSTREAM_MALFORMED: [60013],
  UPSTREAM_REJECTED: [30005, 60002, 60003, 60009, 60012, 60015, 60025, 70206],
}

const repeated: Partial<Record<RetryClass, readonly number[]>> = {
  backoff: [30006, 30007, 60008, 60014, 70169, 70202, 70500, 72010],
  throttle: [60007, 60011, 60018, 60019],
  conflict: [30008],
  once: [60004, 60005, 60013],
  caller: [30540, 31707],
  resign: [70001, 70002, 70003, 70005, 70009, 70013, 70014, 70052],
  hold: [70050],
}

const numbersOf = (isOne: (row: ReturnType<typeof classify>) => boolean): number[] =>
  [...upstreamCodes].filter(([, row]) => isOne(row)).map(([number]) => number)

describe('the table of Chat’s codes', () => {
  test('covers every code that the reference lists', () => {
    expect(copiedCodes.length).toBeGreaterThan(80)
    expect(copiedCodes.filter((number) => !upstreamCodes.has(number))).toEqual([])
  })

  test('holds nothing else than is promised here', () => {
    const promised = Object.values(becomes).flat()
    expect(promised.toSorted((a, b) => a - b)).toEqual([...upstreamCodes.keys()].sort((a, b) => a - b))
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
    expect(numbersOf(({ effect }) => effect === 'unknown')).toEqual([30007, 60008, 60013, 60014, 70169, 70202])
    expect(numbersOf(({ effect }) => effect === 'none')).toHaveLength(upstreamCodes.size - 6)
  })

  test('takes only two numbers for a sign that an earlier attempt did the work', () => {
    expect(numbersOf(({ mayBeDone }) => mayBeDone !== undefined)).toEqual([31307, 31704])
    expect(classify(31704, '').mayBeDone).toBe(true)
  })

  test('takes only one number that an operator must act on for proof that no earlier attempt did the work', () => {
    expect(numbersOf(({ isNeverDone }) => isNeverDone === true)).toEqual([30002])
  })

  test('say that a UserSig’s time is over, by Chat’s clock, with one number', () => {
    expect(numbersOf(({ isExpiry }) => isExpiry === true)).toEqual([70001])
    expect(numbersOf(({ isExpiry }) => isExpiry !== undefined)).toEqual([70001])
  })

  test('says of each in words what it means', () => {
    expect(numbersOf(({ meaning }) => !/^\S.*\S$/.test(meaning))).toEqual([])
  })

  test('repeats exactly what our code calls worth repeating, where nothing was done', () => {
    const refusals = [...upstreamCodes].filter(([, { effect }]) => effect === 'none')
    const odd = refusals.filter(([, { code, retry }]) => isWorthRepeating(retry) !== codeRow(code).retryable)
    expect(odd).toEqual([])
  })

  test('leaves no number of the webhook’s range to anything else, and no suffix without its number', () => {
    const numbers = [...upstreamCodes.keys()]
    expect(numbers.filter((number) => number >= webhookCodes.from && number <= webhookCodes.to)).toEqual([])
    expect(upstreamCodes.has(infoMeanings.number)).toBe(true)
  })
})

describe('a number that no table lists', () => {
  test.each([38000, 38500, 39000])('%i is the app’s own webhook’s refusal, and final', (number) => {
    expect(classify(number, '')).toMatchObject({ code: 'REFUSED_BY_WEBHOOK', retry: 'no', effect: 'none' })
  })

  test.each([37999, 39001, 1, -1])('%i is a final refusal', (number) => {
    const row = { code: 'UPSTREAM_REJECTED', retry: 'no', effect: 'none', meaning: 'not in the table' }
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
