import { describe, expect, test } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { messageOf } from '../../lib/errors/codes.ts'
import { decodeCursor } from '../../lib/flow/cursor.ts'
import { judge } from '../../lib/flow/judge.ts'
import { planTask } from '../../lib/flow/plan.ts'
import type { Fault, Verdict } from '../../lib/upstream/verdict.ts'

const taskOf = (operation: string, body: object) =>
  planTask({ operation, body: { userId: 'alice', ...body }, caller: 'c', requestId: 'r', askedAt: 0 }, readConfig({}))
const update = (...ids: readonly string[]) =>
  taskOf('friends.update', { friends: ids.map((userId) => ({ userId, remark: 'r' })) })

const ok: Verdict = { status: 'ok' }
const pending: Verdict = { status: 'pending' }
const failed = (code: Fault['code'], more: Partial<Fault> = {}): Verdict => ({
  status: 'failed',
  fault: { code, retry: 'no', ...more },
})
const unknown: Verdict = { status: 'unknown', fault: { code: 'UPSTREAM_TIMEOUT', retry: 'backoff' } }
const upstream = { code: 30003, info: 'Err' }
const verdicts = (given: Readonly<Record<string, Verdict>>) => new Map(Object.entries(given))
const whole = (verdict: Verdict) => verdicts({ '': verdict })

describe('every item has one result, in input order', () => {
  test('with what Chat says of it', async () => {
    const task = await update('a', 'b', 'c')
    const { answer, outcome } = judge(
      task,
      verdicts({ c: unknown, b: failed('ACCOUNT_NOT_FOUND', { upstream }), a: ok }),
    )
    const message = messageOf('ACCOUNT_NOT_FOUND')
    expect([outcome, answer]).toEqual([
      'partial',
      {
        counts: { ok: 1, failed: 1, unknown: 1 },
        results: [
          { id: 'a', status: 'ok' },
          { id: 'b', status: 'failed', error: { code: 'ACCOUNT_NOT_FOUND', message, retryable: false, upstream } },
          {
            id: 'c',
            status: 'unknown',
            error: {
              code: 'UPSTREAM_TIMEOUT',
              message: 'A call was sent, and whether it took effect is not known. It is safe to send again.',
              retryable: true,
            },
          },
        ],
      },
    ])
  })

  test('with the better words, where a fault has them', async () => {
    const detail = 'Sent too late.'
    const { leading } = judge(
      await update('a'),
      verdicts({ a: failed('DEADLINE_EXCEEDED', { retry: 'caller', detail }) }),
    )
    expect(leading).toEqual({ code: 'DEADLINE_EXCEEDED', message: detail, retryable: true })
  })

  test('with what a read found', async () => {
    const task = await taskOf('blocklist.check', { userIds: ['a', 'b'] })
    const found: Verdict = { status: 'ok', value: { relation: 'none' } }
    expect(judge(task, verdicts({ a: found, b: ok })).answer.results).toEqual([
      { id: 'a', status: 'ok', relation: 'none' },
      { id: 'b', status: 'ok' },
    ])
  })

  test('and waiting for consent is counted where it may be', async () => {
    const friends = [{ userId: 'a', source: 'Web' }]
    expect(judge(await taskOf('friends.add', { friends }), verdicts({ a: pending }))).toEqual({
      outcome: 'ok',
      answer: { counts: { ok: 0, failed: 0, unknown: 0, pending: 1 }, results: [{ id: 'a', status: 'pending' }] },
    })
    expect(judge(await update('a'), verdicts({ a: ok })).answer.counts).not.toHaveProperty('pending')
  })

  test('and one that a later request overtook says so', async () => {
    const { answer } = judge(await update('a', 'b'), verdicts({ a: ok, b: ok }), new Set(['b']))
    expect(answer.results).toEqual([
      { id: 'a', status: 'ok' },
      { id: 'b', status: 'ok', superseded: true },
    ])
  })

  test('and none may be left without', async () => {
    const task = await update('a', 'b')
    expect(() => judge(task, verdicts({ a: ok }))).toThrow('without a verdict')
  })
})

describe('what came of a call is told with its particulars', () => {
  const told = async (verdict: Verdict) => judge(await update('a'), verdicts({ a: verdict })).leading
  const doubt = 'A call was sent, and whether it took effect is not known. It is safe to send again.'
  const other = { retry: 'caller', particular: 'HTTP 403 came in its place', httpStatus: 403 } as const

  test('behind the doubt, where its effect is unknown', async () => {
    const fault = { code: 'UPSTREAM_UNREACHABLE', ...other } as const
    expect(await told({ status: 'unknown', fault })).toEqual({
      code: 'UPSTREAM_UNREACHABLE',
      message: `${doubt} No answer of Chat’s came back (HTTP 403 came in its place).`,
      retryable: true,
      upstream: { httpStatus: 403 },
    })
  })

  test('beside the code’s own words, where it failed', async () => {
    expect(await told(failed('UPSTREAM_UNREACHABLE', other))).toEqual({
      code: 'UPSTREAM_UNREACHABLE',
      message: 'No answer of Chat’s came back (HTTP 403 came in its place). Send it again later.',
      retryable: true,
      upstream: { httpStatus: 403 },
    })
  })

  test('once, where it must not be repeated blindly', async () => {
    const task = await taskOf('friends.delete-all', { mutual: true })
    const fault = { code: 'UPSTREAM_MALFORMED', retry: 'backoff', particular: 'it is no JSON object' } as const
    expect(judge(task, whole({ status: 'unknown', fault })).leading?.message).toBe(
      'A call was sent, and whether it took effect is not known. Look first, and send it again only where it is still needed. ' +
        'Chat’s answer could not be understood (it is no JSON object).',
    )
  })

  test('and whose account is missing', async () => {
    expect(await told(failed('ACCOUNT_NOT_FOUND', { subject: 'item', upstream }))).toEqual({
      code: 'ACCOUNT_NOT_FOUND',
      subject: 'item',
      message: messageOf('ACCOUNT_NOT_FOUND'),
      retryable: false,
      upstream,
    })
  })
})

describe('what is worth repeating', () => {
  test('is a body with just those items', async () => {
    const task = await update('a', 'b', 'c')
    const { retry } = judge(task, verdicts({ a: ok, b: failed('WRITE_CONFLICT', { retry: 'conflict' }), c: unknown }))
    expect(retry).toEqual({
      userId: 'alice',
      friends: [
        { userId: 'b', remark: 'r' },
        { userId: 'c', remark: 'r' },
      ],
    })
  })

  test('says that it is a repeat where that could meet its own first attempt', async () => {
    const block = await taskOf('blocklist.add', { userIds: ['a', 'b'] })
    expect(judge(block, verdicts({ a: unknown, b: ok })).retry).toEqual({
      userId: 'alice',
      userIds: ['a'],
      repeated: true,
    })
  })
})

describe('an operation that does one thing', () => {
  const deleteAll = () => taskOf('friends.delete-all', { mutual: true })

  test('is done or refused as a whole', async () => {
    expect(judge(await deleteAll(), whole(ok))).toEqual({ outcome: 'ok', answer: {} })
    expect(judge(await deleteAll(), whole(failed('ADMIN_REQUIRED', { upstream })))).toEqual({
      outcome: 'failed',
      answer: {},
      leading: { code: 'ADMIN_REQUIRED', message: messageOf('ADMIN_REQUIRED'), retryable: false, upstream },
    })
  })

  test('says of an interrupted attempt no more than that, since perhaps nothing was sent', async () => {
    const interrupted: Verdict = { status: 'unknown', fault: { code: 'INTERRUPTED', retry: 'no' } }
    const { leading } = judge(await deleteAll(), whole(interrupted))
    expect(leading).toEqual({ code: 'INTERRUPTED', message: messageOf('INTERRUPTED'), retryable: false })
  })

  test('may be repeated, and says so, where nothing was done, and not blindly where it may have been', async () => {
    const task = await deleteAll()
    const limited = judge(task, whole(failed('RATE_LIMITED', { retry: 'throttle' })))
    expect([limited.leading?.retryable, limited.retry]).toEqual([
      true,
      { userId: 'alice', mutual: true, repeated: true },
    ])
    const { outcome, leading, retry } = judge(task, whole(unknown))
    expect([outcome, leading, retry]).toEqual([
      'unknown',
      {
        code: 'UPSTREAM_TIMEOUT',
        message:
          'A call was sent, and whether it took effect is not known. Look first, and send it again only where it is still needed.',
        retryable: false,
      },
      undefined,
    ])
  })

  test('counts no items where its body left them out', async () => {
    expect(judge(await taskOf('friend-lists.add', { lists: ['work'] }), whole(ok))).toEqual({
      outcome: 'ok',
      answer: { counts: { ok: 0, failed: 0, unknown: 0 }, results: [] },
    })
  })

  test('has nothing of its own to say where it waits for consent', async () => {
    expect(judge(await deleteAll(), whole(pending))).toEqual({ outcome: 'ok', answer: {} })
  })
})

describe('a page', () => {
  const friends: readonly object[] = []

  test('names the next one in a cursor of this operation, app and account', async () => {
    const task = await taskOf('friends.list', {})
    const { outcome, answer } = judge(
      task,
      whole({ status: 'ok', value: { answer: { friends, total: 200 }, next: 100 } }),
    )
    expect([outcome, answer]).toEqual(['ok', { friends, total: 200, cursor: expect.any(String) }])
    const scope = { operation: 'friends.list', app: 'default', body: { userId: 'alice' } }
    expect(decodeCursor(scope, String(answer.cursor))).toBe(100)
  })

  test('that is the last has none', async () => {
    const task = await taskOf('friends.list', {})
    const value = { answer: { friends, total: 0 }, next: undefined }
    expect(judge(task, whole({ status: 'ok', value })).answer).toEqual({ friends, total: 0 })
  })
})
