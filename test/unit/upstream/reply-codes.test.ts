import { describe, expect, test } from 'vitest'
import { type ReplyRules, readReply } from '../../../lib/upstream/reply.ts'
import { entry, faultOf, ok, plain, read, statuses } from './replies.ts'

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
      subject: 'account',
      retry: 'no',
      ofCall: true,
      upstream: { code: 30003, info: 'Err', display: 'Sorry' },
    })
  })

  test('shows nobody an empty text, nor one that is none', () => {
    const { upstream } = faultOf(read({ ErrorCode: 30003, ErrorInfo: 7, ErrorDisplay: '' })) ?? {}
    expect(upstream).toEqual({ code: 30003, info: '' })
    expect(faultOf(read({ ErrorCode: 30003, ErrorDisplay: ['x'] }))?.upstream).toEqual({ code: 30003, info: '' })
  })

  test('whose cause only Chat’s text names says where that stands', () => {
    expect(faultOf(read({ ErrorCode: 30001, ErrorInfo: 'Err_SNS_Custom' }))?.detail).toContain('`upstream.info`')
    expect(faultOf(read({ ErrorCode: 30003, ErrorInfo: 'Err' }))).not.toHaveProperty('detail')
  })

  test('proves of no item that it waits for consent, or was done before', () => {
    const pending = read({ ErrorCode: 30539 }, undefined, plain, { mayPend: true })
    expect(statuses(pending)).toEqual(['failed', 'failed'])
    expect(faultOf(read({ ErrorCode: 31704 }))).not.toHaveProperty('mayBeDone')
  })

  test('may say that the one thing it does was done before', () => {
    const whole = read({ ErrorCode: 31704 }, [''], plain, { told: undefined })
    expect(faultOf(whole)).toMatchObject({ code: 'NOT_A_FRIEND', mayBeDone: true, ofCall: true })
    expect(faultOf(read({ ErrorCode: 30003 }, [''], plain, { told: undefined }))).not.toHaveProperty('mayBeDone')
  })

  test('is refused all the same where what its reply holds says so', () => {
    const refusing: ReplyRules = { told: undefined, read: () => ({ refused: 'MESSAGE_DROPPED' }) }
    expect(read(ok, [''], plain, refusing)).toEqual({
      kind: 'whole',
      verdict: { status: 'failed', fault: { code: 'MESSAGE_DROPPED', retry: 'caller' } },
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

  test.each([70009, 70050])('%i inside an item is that item’s failure and no reason to sign again', (number) => {
    const reading = read({ ...ok, ResultItem: [entry('bob', number), entry('carol', 0)] })
    expect(statuses(reading)).toEqual(['failed', 'ok'])
    expect(faultOf(reading)).toMatchObject({ code: 'CREDENTIALS_REJECTED', retry: 'no' })
  })

  test('says where it may mean that an earlier attempt did the work, and where not', () => {
    const reading = read({ ...ok, ResultItem: [entry('bob', 31704), entry('carol', 30003)] })
    expect(faultOf(reading, 'bob')).toMatchObject({ mayBeDone: true })
    expect(faultOf(reading, 'carol')).toEqual({
      code: 'ACCOUNT_NOT_FOUND',
      subject: 'item',
      retry: 'no',
      upstream: { code: 30003, info: '' },
    })
  })

  test('an unlisted number becomes UPSTREAM_REJECTED, one of the app’s own webhook REFUSED_BY_WEBHOOK', () => {
    const reading = read({ ...ok, ResultItem: [entry('bob', 31999), entry('carol', 38123)] })
    expect(faultOf(reading, 'bob')).toMatchObject({ code: 'UPSTREAM_REJECTED', upstream: { code: 31999 } })
    expect(faultOf(reading, 'carol')).toMatchObject({ code: 'REFUSED_BY_WEBHOOK', upstream: { code: 38123 } })
  })
})

describe('what an operation’s row adds', () => {
  test('an item’s own answer is read from its entry, and what can’t be understood proves nothing', () => {
    const read1 = (entry: Readonly<Record<string, unknown>>) =>
      entry.Relation === 'x' ? { relation: 'mutual' } : 'Relation is none we know'
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
    const body = { ...ok, ResultItem: [entry('bob', 30539), entry('carol', 30003)] }
    expect(statuses(read(body, undefined, plain, { mayPend: true }))).toEqual(['pending', 'failed'])
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
    const rules: ReplyRules = { read: (reply) => (reply.n === 1 ? { n: 1 } : 'n is not 1') }
    const page = readReply({ kind: 'reply', status: 200, text: JSON.stringify({ ...ok, n: 1 }) }, rules, [''], plain)
    expect(page).toEqual({ kind: 'whole', verdict: { status: 'ok', value: { n: 1 } } })
    const odd = readReply({ kind: 'reply', status: 200, text: JSON.stringify(ok) }, rules, [''], plain)
    expect(faultOf(odd)).toMatchObject({ code: 'UPSTREAM_MALFORMED' })
  })
})
