import { describe, expect, test } from 'vitest'
import { RoundedNumber } from '../../../lib/errors/rounded-number.ts'
import { type ReplyRules, readReply, wholeFault } from '../../../lib/upstream/reply.ts'
import type { Sent } from '../../../lib/upstream/send.ts'
import { chain, entry, faultOf, ok, plain, read, statuses } from './replies.ts'

const bob = (sent: Sent, rules: ReplyRules = chain) => readReply(sent, rules, ['bob'], plain)
const malformed = (particular: string) => ({ code: 'UPSTREAM_MALFORMED', retry: 'backoff', particular })

describe('an answer with another HTTP status', () => {
  test.each([
    [199, 'backoff'],
    [204, 'backoff'],
    [299, 'backoff'],
    [300, 'caller'],
    [302, 'caller'],
    [400, 'caller'],
    [407, 'caller'],
    [408, 'backoff'],
    [409, 'caller'],
    [413, 'caller'],
    [428, 'caller'],
    [429, 'backoff'],
    [430, 'caller'],
    [499, 'caller'],
    [500, 'backoff'],
    [503, 'backoff'],
  ])('%i is unknown, and tried again by %s', (status, retry) => {
    const reading = bob({ kind: 'reply', status, text: JSON.stringify({ ...ok, ResultItem: [entry('bob', 0)] }) })
    expect(statuses(reading, ['bob'])).toEqual(['unknown'])
    const particular = `HTTP ${status} came in its place`
    expect(faultOf(reading)).toEqual({ code: 'UPSTREAM_UNREACHABLE', retry, particular, httpStatus: status })
  })
})

describe('what could not be understood', () => {
  test.each<readonly [string, unknown, string]>([
    ['no JSON', '<html>', 'it is no JSON object'],
    ['a list', [], 'it is no JSON object'],
    ['null', 'null', 'it is no JSON object'],
    ['no ErrorCode', {}, 'ErrorCode is no integer'],
    ['another ActionStatus', { ...ok, ActionStatus: 'ok' }, 'ActionStatus is not OK, though ErrorCode is 0'],
    ['no list of items', ok, 'ResultItem is no list'],
    ['no entry of its own', { ...ok, ResultItem: [] }, 'no entry of ResultItem is about it'],
    [
      'two of its own',
      { ...ok, ResultItem: [entry('bob', 0), entry('bob', 0)] },
      'ResultItem has two entries about it',
    ],
    ['no code of its own', { ...ok, ResultItem: [entry('bob', null)] }, 'ResultCode is no integer'],
  ])('says so: %s', (_, body, particular) => {
    expect(faultOf(read(body, ['bob']))).toEqual(malformed(particular))
  })

  test.each([
    ['oversize', 'it is larger than 8 MiB'],
    ['undecodable', 'its content-encoding can’t be read'],
  ] as const)('says so before it is read: %s', (reason, particular) => {
    expect(faultOf(bob({ kind: 'lost', reason }))).toEqual(malformed(particular))
  })

  test('is told by an operation in its own words', () => {
    const rules: ReplyRules = { read: () => 'X/0: it names nobody' }
    expect(faultOf(read({ ...ok, ResultItem: [entry('bob', 0)] }, ['bob'], plain, rules))).toEqual(
      malformed('X/0: it names nobody'),
    )
  })
})

describe('ErrorCode 0 and the item’s own code are the proof', () => {
  test.each([undefined, null, '', 'OK'])('where ActionStatus is %j', (ActionStatus) => {
    expect(statuses(read({ ErrorCode: 0, ActionStatus, ResultItem: [entry('bob', 0)] }, ['bob']), ['bob'])).toEqual([
      'ok',
    ])
  })
  test('or a word that the operation knows', () => {
    const isOk = (ActionStatus: string) =>
      statuses(
        read({ ErrorCode: 0, ActionStatus, ResultItem: [entry('bob', 0)] }, ['bob'], plain, { alsoDone: ['FINE'] }),
      )
    expect([isOk('FINE')[0], isOk('OK')[0], isOk('FAIL')[0]]).toEqual(['ok', 'ok', 'unknown'])
  })
  test.each(['FAIL', 'ok', 'OK ', ' ', 0, false, ['OK']])('but not where it is %j', (ActionStatus) => {
    const reading = read({ ErrorCode: 0, ActionStatus, ResultItem: [entry('bob', 0)] }, ['bob'])
    expect(statuses(reading, ['bob'])).toEqual(['unknown'])
  })
})

describe('a number that lost its digits', () => {
  const text = (id: string) =>
    `{"ErrorCode":0,"ResultItem":[{"To_Account":${id},"ResultCode":0,"N":9007199254740993,"M":1e300,"S":-7}]}`
  const rules: ReplyRules = {
    ...chain,
    read: ({ N, M, S }) => {
      if (typeof N === 'number') throw new RoundedNumber()
      return { N, M, S }
    },
  }
  test('makes the reply be read again, digit by digit', () => {
    const reading = bob({ kind: 'reply', status: 200, text: text('"bob"') }, rules)
    const verdict = reading.kind === 'items' && reading.verdicts.get('bob')
    expect(verdict).toEqual({ status: 'ok', value: { N: 9007199254740993n, M: Number.NaN, S: -7 } })
  })

  test('while any other failure of a reader is its own', () => {
    let reads = 0
    const broken = () => {
      reads++
      throw new TypeError('broken')
    }
    const sent = { kind: 'reply', status: 200, text: text('"bob"') } as const
    expect(() => bob(sent, { ...chain, read: broken })).toThrow('broken')
    expect(reads).toBe(1)
  })
})

describe('whose account is missing', () => {
  test.each([30003, 70107])('%i says by its place', (code) => {
    expect(faultOf(read({ ErrorCode: code }))?.subject).toBe('account')
    expect(faultOf(read({ ...ok, ResultItem: [entry('bob', code)] }))?.subject).toBe('item')
  })
  test('no other code says', () => {
    expect(faultOf(read({ ErrorCode: 30011 }))).not.toHaveProperty('subject')
    expect(faultOf(read({ ...ok, ResultItem: [entry('bob', 30011)] }))).not.toHaveProperty('subject')
  })
})

test('a call has a fault as a whole only where it is judged as a whole', () => {
  expect(wholeFault(read({ ErrorCode: 30006 }))).toMatchObject({ code: 'UPSTREAM_INTERNAL' })
  expect(wholeFault(read({ ...ok, ResultItem: [entry('bob', 30006)] }))).toBeUndefined()
  expect(wholeFault({ kind: 'whole', verdict: { status: 'ok' } })).toBeUndefined()
})

test('a reply of more values than any of Chat’s is not read, whatever its texts hold', () => {
  const many = (values: number, text = '') =>
    bob({ kind: 'reply', status: 200, text: `{"ErrorCode":0,"x":["${text}"${',{}'.repeat(values)}],"ResultItem":[]}` })
  expect(many(600_000)).toMatchObject({ kind: 'whole', verdict: { fault: { particular: 'it holds too many values' } } })
  expect(bob({ kind: 'reply', status: 200, text: '['.repeat(600_000) })).toMatchObject({
    verdict: { fault: { particular: 'it holds too many values' } },
  })
  const odd = JSON.stringify('\\",[{').slice(1, -1)
  for (const text of ['x', ',[{'.repeat(300_000), odd.repeat(100_000)]) {
    expect(many(200_000, text)).toMatchObject({ kind: 'items' })
  }
})
