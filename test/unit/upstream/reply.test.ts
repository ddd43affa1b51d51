import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFault, type Reading, type ReplyRules, readReply } from '../../../lib/upstream/reply.ts'

const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }
const entry = (id: unknown, code: unknown, info: unknown = '') => ({
  To_Account: id,
  ResultCode: code,
  ResultInfo: info,
})
const plain = (text: string) => text

const read = (
  body: unknown,
  ids: readonly string[] = ['bob', 'carol'],
  clean = plain,
  rules: ReplyRules = {},
): Reading =>
  readReply(
    { kind: 'reply', status: 200, text: typeof body === 'string' ? body : JSON.stringify(body) },
    { list: 'ResultItem', ...rules },
    ids,
    clean,
  )

const statuses = (reading: Reading, ids = ['bob', 'carol']) =>
  ids.map((id) => (reading.kind === 'whole' ? reading.verdict : reading.verdicts.get(id))?.status)

const faultOf = (reading: Reading, id = 'bob') => {
  const verdict = reading.kind === 'whole' ? reading.verdict : reading.verdicts.get(id)
  return verdict && isFault(verdict) ? verdict.fault : undefined
}

describe('an item is unknown when the reply proves nothing about it', () => {
  test.each([
    ['is missing', [entry('bob', 0)]],
    ['stands twice', [entry('bob', 0), entry('carol', 0), entry('carol', 0)]],
    ['stands three times', [entry('bob', 0), entry('carol', 0), entry('carol', 0), entry('carol', 0)]],
    ['has a code that is text', [entry('bob', 0), entry('carol', '0')]],
    ['has a code of null', [entry('bob', 0), entry('carol', null)]],
    ['has a fractional code', [entry('bob', 0), entry('carol', 0.5)]],
    ['has a code of false', [entry('bob', 0), entry('carol', false)]],
    ['has no code', [entry('bob', 0), { To_Account: 'carol' }]],
    ['is named by a list', [entry('bob', 0), entry(['carol'], 0)]],
  ])('its entry %s', (_, entries) => {
    const reading = read({ ...ok, ResultItem: entries })
    expect(statuses(reading)).toEqual(['ok', 'unknown'])
    expect(faultOf(reading, 'carol')).toMatchObject({ code: 'UPSTREAM_MALFORMED' })
  })
})

describe('every item is unknown when the reply cannot be trusted', () => {
  test.each<[string, unknown]>([
    ['HTML', '<html>502 Bad Gateway</html>'],
    ['cut JSON', '{"ActionStatus":"OK","ErrorCode":0,"ResultItem":[{"To_Account":"bob","Res'],
    ['nothing', ''],
    ['null', null],
    ['a list', [entry('bob', 0)]],
    ['FAIL with code 0', { ...ok, ActionStatus: 'FAIL', ResultItem: [entry('bob', 0), entry('carol', 0)] }],
    ['no ActionStatus', { ErrorCode: 0, ResultItem: [entry('bob', 0), entry('carol', 0)] }],
    ['an ErrorCode of text', { ...ok, ErrorCode: '0', ResultItem: [entry('bob', 0), entry('carol', 0)] }],
    ['no ErrorCode', { ActionStatus: 'OK', ResultItem: [entry('bob', 0), entry('carol', 0)] }],
    ['no list', ok],
    ['a list of null', { ...ok, ResultItem: null }],
    ['a list that is an object', { ...ok, ResultItem: { 0: entry('bob', 0), length: 1 } }],
  ])('%s', (_, body) => {
    const reading = read(body)
    expect(statuses(reading)).toEqual(['unknown', 'unknown'])
    expect(faultOf(reading)).toMatchObject({ code: 'UPSTREAM_MALFORMED' })
  })

  test.each([
    [{ kind: 'lost', reason: 'timeout' } as const, 'UPSTREAM_TIMEOUT'],
    [{ kind: 'lost', reason: 'cut' } as const, 'UPSTREAM_UNREACHABLE'],
    [{ kind: 'lost', reason: 'oversize' } as const, 'UPSTREAM_MALFORMED'],
    [{ kind: 'reply', status: 502, text: '{}' } as const, 'UPSTREAM_UNREACHABLE'],
    [{ kind: 'reply', status: 204, text: '' } as const, 'UPSTREAM_UNREACHABLE'],
  ])('%o', (sent, code) => {
    const reading = readReply(sent, { list: 'ResultItem' }, ['bob', 'carol'], plain)
    expect(statuses(reading)).toEqual(['unknown', 'unknown'])
    expect(faultOf(reading)).toMatchObject({ code, retry: 'backoff' })
  })
})

test('a call that was never sent is failed, and may be sent again', () => {
  const reading = readReply({ kind: 'unsent', reason: 'ECONNREFUSED' }, { list: 'ResultItem' }, ['bob'], plain)
  expect(statuses(reading, ['bob'])).toEqual(['failed'])
  expect(faultOf(reading)).toEqual({ code: 'UPSTREAM_UNREACHABLE', retry: 'backoff' })
})

describe('a refused call', () => {
  test.each([30007, 60008, 60013, 60014, 70169, 70202])('leaves the effect unknown after %i', (code) => {
    expect(statuses(read({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: 'x' }))).toEqual(['unknown', 'unknown'])
  })

  test.each([30001, 30003, 30006, 30008, 60007, 60009, 70009, 99999, -1])('did nothing after %i', (code) => {
    expect(statuses(read({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: 'x' }))).toEqual(['failed', 'failed'])
  })

  test('keeps the number, the text and what Chat would show to a person', () => {
    const reading = read({ ActionStatus: 'FAIL', ErrorCode: 30003, ErrorInfo: 'Err', ErrorDisplay: 'Sorry' })
    expect(faultOf(reading)).toEqual({
      code: 'ACCOUNT_NOT_FOUND',
      retry: 'no',
      ofCall: true,
      upstream: { code: 30003, info: 'Err', display: 'Sorry' },
    })
  })

  test('is judged by its code, whatever ActionStatus and the items say', () => {
    const body = {
      ActionStatus: 'OK',
      ErrorCode: 30006,
      ErrorInfo: '',
      ResultItem: [entry('bob', 0), entry('carol', 0)],
    }
    expect(statuses(read(body))).toEqual(['failed', 'failed'])
  })
})

describe('an item’s own code', () => {
  test.each([
    ['Err_SNS_FriendUpdate_Friend_Not_Exist', 'NOT_A_FRIEND'],
    [`${'long_'.repeat(100)}_Friend_Not_Exist`, 'NOT_A_FRIEND'],
    ['Err_SNS_FriendUpdate_Invalid_Parameters', 'INVALID_REQUEST'],
    [undefined, 'INVALID_REQUEST'],
  ])('30001 with %s means %s', (info, code) => {
    expect(faultOf(read({ ...ok, ResultItem: [entry('bob', 30001, info), entry('carol', 0)] }))).toMatchObject({ code })
  })

  test('refused credentials inside an item are that item’s failure and no reason to sign again', () => {
    const reading = read({ ...ok, ResultItem: [entry('bob', 70009), entry('carol', 0)] })
    expect(statuses(reading)).toEqual(['failed', 'ok'])
    expect(faultOf(reading)).toMatchObject({ code: 'CREDENTIALS_REJECTED', retry: 'no' })
  })

  test('an unlisted number becomes UPSTREAM_REJECTED, one of the app’s own webhook REFUSED_BY_WEBHOOK', () => {
    const reading = read({ ...ok, ResultItem: [entry('bob', 31999), entry('carol', 38123)] })
    expect(faultOf(reading, 'bob')).toMatchObject({ code: 'UPSTREAM_REJECTED', upstream: { code: 31999 } })
    expect(faultOf(reading, 'carol')).toMatchObject({ code: 'REFUSED_BY_WEBHOOK', upstream: { code: 38123 } })
  })
})

test('entries of others are counted and spoil nothing', () => {
  const strangers = [entry('eve', 30003), entry(7, 0), null, 'bob', [], { ResultCode: 0 }]
  const reading = read({ ...ok, ErrorInfo: '0', ResultItem: [entry('carol', 0, 'OK'), ...strangers, entry('bob', 0)] })
  expect(reading).toMatchObject({ kind: 'items', strangers: 6 })
  expect(statuses(reading)).toEqual(['ok', 'ok'])
})

test('UserIDs named like members of Object.prototype are ordinary UserIDs', () => {
  const ids = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const nobody = read({ ...ok, ResultItem: [] }, ids)
  expect(statuses(nobody, ids)).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
  const all = read(
    `{"ActionStatus":"OK","ErrorCode":0,"ResultItem":${JSON.stringify(ids.map((id) => entry(id, 0)))}}`,
    ids,
  )
  expect(statuses(all, ids)).toEqual(['ok', 'ok', 'ok', 'ok'])
})

test('upstream texts are cleaned before they are cut, to at most 200 bytes and at a character’s edge', () => {
  const clean = (text: string) => text.replaceAll('SECRET', '')
  const info = `SECRET${'字'.repeat(100)}`
  const reading = read({ ...ok, ResultItem: [entry('bob', 30006, info), entry('carol', 0)] }, undefined, clean)
  expect(faultOf(reading)?.upstream?.info).toBe('字'.repeat(66))
})

test('no body, however strange, makes an item ok without exactly one entry of code 0 in a reply that says OK', () => {
  const ids = ['a', 'b']
  const value = fc.oneof(fc.constantFrom(0, '0', null, true, 30001, 0.1, -0), fc.jsonValue())
  const entries = fc.array(
    fc.oneof(
      fc.record({ To_Account: fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.jsonValue()), ResultCode: value }),
      fc.jsonValue(),
    ),
  )
  const bodies = fc.record(
    {
      ActionStatus: fc.constantFrom('OK', 'FAIL', 'ok', 1),
      ErrorCode: value,
      ResultItem: fc.oneof(entries, fc.jsonValue()),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(bodies, (body) => {
      const reading = read(body, ids)
      for (const id of ids) {
        const verdict = reading.kind === 'whole' ? reading.verdict : reading.verdicts.get(id)
        if (verdict?.status !== 'ok') continue
        const list = body.ResultItem as { To_Account: unknown; ResultCode: unknown }[]
        const own = list.filter((one) => one !== null && typeof one === 'object' && one.To_Account === id)
        expect([body.ActionStatus, body.ErrorCode === 0, own.length, own[0]?.ResultCode === 0]).toEqual([
          'OK',
          true,
          1,
          true,
        ])
      }
    }),
    { numRuns: 2000 },
  )
})

describe('what an operation’s row adds', () => {
  test('an item’s own answer is read from its entry, and what can’t be understood proves nothing', () => {
    const read1 = (entry: Readonly<Record<string, unknown>>) =>
      entry.Relation === 'x' ? { relation: 'mutual' } : undefined
    const list = [
      { ...entry('bob', 0), Relation: 'x' },
      { ...entry('carol', 0), Relation: 'y' },
    ]
    const reading = read({ ...ok, ResultItem: list }, undefined, plain, { read: read1 })
    expect(reading.kind === 'items' && reading.verdicts.get('bob')).toEqual({
      status: 'ok',
      value: { relation: 'mutual' },
    })
    expect(statuses(reading)).toEqual(['ok', 'unknown'])
  })

  test('waiting for consent is an end of its own where it may be, else a refusal', () => {
    const body = { ...ok, ResultItem: [entry('bob', 30539), entry('carol', 0)] }
    expect(statuses(read(body, undefined, plain, { mayPend: true }))).toEqual(['pending', 'ok'])
    expect(faultOf(read(body))).toMatchObject({ code: 'AWAITING_CONSENT' })
  })

  test('its own meanings of an info text come before those that hold everywhere', () => {
    const body = { ...ok, ResultItem: [entry('bob', 30001, 'Err_Friend_Not_Exist'), entry('carol', 0)] }
    expect(faultOf(read(body, undefined, plain, { infoMeans: [['_Not_Exist', 'ACCOUNT_NOT_FOUND']] }))).toMatchObject({
      code: 'ACCOUNT_NOT_FOUND',
    })
  })

  test('without a list the call as a whole is the one thing done, or read', () => {
    const done = readReply({ kind: 'reply', status: 200, text: JSON.stringify(ok) }, {}, [''], plain)
    expect(done).toEqual({ kind: 'whole', verdict: { status: 'ok' } })
    const rules: ReplyRules = { read: (reply) => (reply.n === 1 ? { n: 1 } : undefined) }
    const page = readReply({ kind: 'reply', status: 200, text: JSON.stringify({ ...ok, n: 1 }) }, rules, [''], plain)
    expect(page).toEqual({ kind: 'whole', verdict: { status: 'ok', value: { n: 1 } } })
    const odd = readReply({ kind: 'reply', status: 200, text: JSON.stringify(ok) }, rules, [''], plain)
    expect(faultOf(odd)).toMatchObject({ code: 'UPSTREAM_MALFORMED' })
  })
})
