import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readReply } from '../../../lib/upstream/reply.ts'
import { chain, entry, faultOf, ok, plain, read, statuses } from './replies.ts'

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
    [{ kind: 'lost', reason: 'undecodable' } as const, 'UPSTREAM_MALFORMED'],
    [{ kind: 'reply', status: 502, text: '{}' } as const, 'UPSTREAM_UNREACHABLE'],
    [{ kind: 'reply', status: 204, text: '' } as const, 'UPSTREAM_UNREACHABLE'],
  ])('%o', (sent, code) => {
    const reading = readReply(sent, chain, ['bob', 'carol'], plain)
    expect(statuses(reading)).toEqual(['unknown', 'unknown'])
    expect(faultOf(reading)).toMatchObject({ code, retry: 'backoff' })
  })
})

test('a call that was never sent is failed, and may be sent again', () => {
  const reading = readReply({ kind: 'unsent', reason: 'ECONNREFUSED' }, chain, ['bob'], plain)
  expect(statuses(reading, ['bob'])).toEqual(['failed'])
  expect(faultOf(reading)).toEqual({ code: 'UPSTREAM_UNREACHABLE', retry: 'backoff' })
})

test('entries of others are counted and spoil nothing', () => {
  const strangers = [entry('eve', 30003), entry(7, 0), null, 'bob', [], { ResultCode: 0 }]
  const reading = read({ ...ok, ErrorInfo: '0', ResultItem: [entry('carol', 0, 'OK'), ...strangers, entry('bob', 0)] })
  expect(reading).toMatchObject({ kind: 'items', strangers: 6 })
  expect(statuses(reading)).toEqual(['ok', 'ok'])
})

test('a reply without its list holds no entries of others', () => {
  expect(read(ok)).toMatchObject({ kind: 'items', strangers: 0 })
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
  const clean = { ...plain, text: (text: string) => text.replaceAll('SECRET', '') }
  const info = `SECRET${'字'.repeat(100)}`
  const reading = read({ ...ok, ResultItem: [entry('bob', 30006, info), entry('carol', 0)] }, undefined, clean)
  expect(faultOf(reading)?.upstream?.info).toBe('字'.repeat(66))
})

test('no body, however strange, makes an item ok without exactly one entry of code 0 in a reply of code 0 that says nothing else', () => {
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
      ActionStatus: fc.constantFrom('OK', 'FAIL', 'ok', 1, null, '', false),
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
        const isDoubtful = ![undefined, null, '', 'OK'].includes(body.ActionStatus as string)
        expect([isDoubtful, body.ErrorCode === 0, own.length, own[0]?.ResultCode === 0]).toEqual([false, true, 1, true])
      }
    }),
    { numRuns: 2000 },
  )
})
