import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { codeRow } from '../../../lib/errors/codes.ts'
import { infoMeanings } from '../../../lib/errors/upstream/friends.ts'
import { allLines, ranges } from '../../../lib/errors/upstream/index.ts'
import { unnumbered } from '../../../lib/errors/upstream/unnumbered.ts'
import { webhookCodes } from '../../../lib/errors/upstream/webhooks.ts'
import { classify, upstreamCodes } from '../../../lib/errors/upstream-codes.ts'
import { isWorthRepeating } from '../../../lib/upstream/retry.ts'

const numbersIn = (lines: typeof allLines): number[] => lines.flatMap(([, , numbers]) => numbers)
const all = numbersIn(allLines)

describe('the ranges of Chat’s codes', () => {
  test('are all files of their folder, with and without the meanings', () => {
    const others = ['index.ts', 'line.ts', 'unnumbered.ts', 'webhooks.ts']
    const files = readdirSync(path.join(import.meta.dirname, '../../../lib/errors/upstream'))
    expect(files.filter((file) => !others.includes(file))).toHaveLength(ranges.length)
    expect(ranges.flatMap(({ lines }) => lines)).toEqual(allLines)
  })

  test('name no number twice', () => {
    expect(all.filter((number, index) => all.indexOf(number) !== index)).toEqual([])
    expect(upstreamCodes.size).toBe(all.length)
  })

  test('follow each other, webhooks’ own numbers among them, and none reaches into the next', () => {
    const bounds = [...ranges.map((range) => range.bounds), ...webhookCodes.bounds].sort((a, b) => a.from - b.from)
    const meeting = bounds.filter(({ from, to }, index) => from > to || from <= (bounds[index - 1]?.to ?? 0))
    expect(meeting).toEqual([])
    expect(ranges.map((range) => range.bounds.from)).toEqual(
      ranges.map((range) => range.bounds.from).toSorted((a, b) => a - b),
    )
  })

  test('say what they are of', () => {
    expect([...ranges, ...webhookCodes.bounds.map((bounds) => ({ bounds }))].map(({ bounds }) => bounds.of)).toEqual([
      'archives of messages',
      'groups, their members, messages, attributes and counters',
      'one-to-one messages, and the extensions of messages',
      'friends, friend lists and the blocklist',
      'profiles',
      'conversations, their groups and marks',
      'any call, before it reaches what it asks for',
      'UserSigs and accounts',
      'the check of contents',
      'messages that a server sends, pushes with their tags and attributes, presence',
      'topics of communities',
      'mutes in the whole app, and the app’s figures',
      'friends',
      'one-to-one messages',
    ])
  })

  test.each(ranges)('$bounds.from to $bounds.to: all its numbers stand in it, and each has its meaning', (range) => {
    const { bounds, lines, meanings } = range
    const numbers = numbersIn(lines)
    expect(numbers.filter((number) => number < bounds.from || number > bounds.to)).toEqual([])
    expect(Object.keys(meanings).map(Number)).toEqual(numbers.toSorted((a, b) => a - b))
    expect(Object.values(meanings).filter((meaning) => !/^\S.*\S$/.test(meaning))).toEqual([])
  })

  test('no code of one range has two lines that say the same of it', () => {
    const kinds = ranges.flatMap(({ bounds, lines }) =>
      lines.map(([code, retry, , more]) => [bounds.from, code, retry, more].join()),
    )
    expect(kinds.filter((kind, index) => kinds.indexOf(kind) !== index)).toEqual([])
  })

  test('have the number whose info text decides', () => {
    expect(upstreamCodes.has(infoMeanings.number)).toBe(true)
  })
})

/** One number or more of each range, as the contract has them. */
const classified = [
  [1004, { code: 'ARCHIVE_NOT_READY', retry: 'caller', effect: 'none' }],
  [1005, { code: 'ARCHIVE_EXPIRED', retry: 'no', effect: 'none' }],
  [10002, { code: 'UPSTREAM_INTERNAL', retry: 'backoff', effect: 'none' }],
  [10010, { code: 'GROUP_NOT_FOUND', retry: 'no', effect: 'none', mayBeDone: true }],
  [10015, { code: 'GROUP_NOT_FOUND', retry: 'no', effect: 'none' }],
  [10049, { code: 'RATE_LIMITED', retry: 'throttle', effect: 'none' }],
  [11000, { code: 'FEATURE_UNAVAILABLE', retry: 'no', effect: 'none' }],
  [20002, { code: 'CREDENTIALS_REJECTED', retry: 'resign', effect: 'none' }],
  [20004, { code: 'UPSTREAM_TIMEOUT', retry: 'backoff', effect: 'unknown' }],
  [23001, { code: 'VERSION_CONFLICT', retry: 'no', effect: 'none' }],
  [30002, { code: 'APP_MISMATCH', retry: 'no', effect: 'none', isNeverDone: true }],
  [30008, { code: 'WRITE_CONFLICT', retry: 'conflict', effect: 'none' }],
  [40008, { code: 'FIELD_FORBIDDEN', retry: 'no', effect: 'none' }],
  [50005, { code: 'UPSTREAM_TIMEOUT', retry: 'backoff', effect: 'unknown' }],
  [51009, { code: 'CONVERSATION_GROUP_NOT_FOUND', retry: 'no', effect: 'none', mayBeDone: true }],
  [60013, { code: 'UPSTREAM_MALFORMED', retry: 'once', effect: 'unknown' }],
  [70001, { code: 'CREDENTIALS_REJECTED', retry: 'resign', effect: 'none', isExpiry: true }],
  [70050, { code: 'CREDENTIALS_REJECTED', retry: 'hold', effect: 'none' }],
  [70107, { code: 'ACCOUNT_NOT_FOUND', retry: 'no', effect: 'none', mayBeDone: true }],
  [80005, { code: 'APP_UNAVAILABLE', retry: 'no', effect: 'none' }],
  [90024, { code: 'RATE_LIMITED', retry: 'throttle', effect: 'none' }],
  [93000, { code: 'INVALID_REQUEST', retry: 'no', effect: 'none' }],
  [110003, { code: 'TOPIC_NOT_FOUND', retry: 'no', effect: 'none', mayBeDone: true }],
  [130014, { code: 'UPSTREAM_INTERNAL', retry: 'backoff', effect: 'none' }],
] as const

describe('classify', () => {
  test.each(classified)('%i is %j', (number, row) => {
    expect(classify(number, 'Err')).toEqual(row)
  })

  test('is tried here with a number of each range', () => {
    const untried = ranges.filter(
      ({ bounds }) => !classified.some(([number]) => number >= bounds.from && number <= bounds.to),
    )
    expect(untried).toEqual([])
  })
})

describe('what Chat says without a number', () => {
  test('is repeated and marked as the contract has it', () => {
    expect(unnumbered).toEqual({
      ALREADY_MEMBER: { code: 'ALREADY_MEMBER', retry: 'no', effect: 'none', mayBeDone: true },
      EARLIER_ITEM_FAILED: { code: 'EARLIER_ITEM_FAILED', retry: 'caller', effect: 'none' },
      MEMBER_OFFLINE: { code: 'MEMBER_OFFLINE', retry: 'no', effect: 'none' },
      MESSAGE_DROPPED: { code: 'MESSAGE_DROPPED', retry: 'caller', effect: 'none' },
      UNEXPLAINED_FAILURE: { code: 'UNEXPLAINED_FAILURE', retry: 'once', effect: 'none' },
    })
  })

  test('is worth repeating exactly where our code says so', () => {
    const odd = Object.values(unnumbered).filter(
      ({ code, retry }) => isWorthRepeating(retry) !== codeRow(code).retryable,
    )
    expect(odd).toEqual([])
  })

  test('is the same to us where Chat has a number for it too', () => {
    expect(classify(10013, '')).toEqual(unnumbered.ALREADY_MEMBER)
  })
})
