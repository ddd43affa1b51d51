import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../lib/errors/gateway-error.ts'
import { carryOut } from '../../lib/flow/carry-out.ts'
import { asRepeat } from '../../lib/flow/task.ts'
import { isFault } from '../../lib/upstream/verdict.ts'
import { DEADLINE, failed, ok, remark, ScriptedUpstream, taskOf, update } from './scripted-upstream.ts'

const MIB = 1024 * 1024
const many = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`)
const get = (count: number) => taskOf('friends.get', { friendIds: many(count) })
/** A thousand friends are one call. */
const updates = (count: number) => update(...many(count).map((id) => remark(id)))
const broken = (fault: Error) =>
  new ScriptedUpstream(
    () => ok,
    () => {
      throw fault
    },
  )

test('a repeat of what must not be repeated is left in doubt, and nothing is sent or looked up', async () => {
  const upstream = new ScriptedUpstream(() => ok)
  const task = asRepeat(await taskOf('friends.delete-all', { mutual: true }))
  const { verdicts, effort, isAppReal } = await carryOut(upstream, task, DEADLINE)
  expect([...verdicts]).toEqual([['', { status: 'unknown', fault: { code: 'INTERRUPTED', retry: 'no' } }]])
  expect([upstream.calls, upstream.looks, effort.calls, isAppReal]).toEqual([[], 0, 0, false])
})

describe('a repeat of what may be repeated for a time', () => {
  const send = async (items: number, begunAt?: number) => {
    const peerIds = many(items)
    const task = await taskOf('messages.send-batch', { peerIds, elements: [{ type: 'text', text: 'hi' }] })
    return asRepeat(task, begunAt)
  }
  /** Each call takes so long. */
  const slow = (ms: number) => {
    const upstream = new ScriptedUpstream(() => {
      upstream.time = upstream.now() + ms / 500
      return ok
    })
    upstream.time = 10_000
    return upstream
  }

  test('goes out within that time from when the attempt before it may have begun, and is in doubt after it', async () => {
    for (const [begunAt, calls] of [
      [9101, 1],
      [9100, 0],
      [10_001, 0],
      [undefined, 0],
    ] as const) {
      const upstream = slow(0)
      const { verdicts } = await carryOut(upstream, await send(1, begunAt), DEADLINE)
      expect([begunAt, upstream.calls.length]).toEqual([begunAt, calls])
      const left = { status: 'unknown', fault: { code: 'INTERRUPTED', retry: 'no' } }
      expect([...verdicts.values()]).toEqual([calls === 1 ? ok : left])
    }
  })

  test('leaves in doubt those of its calls that the time is over for', async () => {
    const upstream = slow(500)
    const { verdicts, effort } = await carryOut(upstream, await send(1500, 9500), DEADLINE)
    expect([upstream.calls.length, effort.calls]).toEqual([1, 1])
    const statuses = [...verdicts.values()].map(({ status }) => status)
    expect([statuses.indexOf('unknown'), statuses.length]).toEqual([500, 1500])
  })
})

test('one thing is done in one call', async () => {
  const upstream = new ScriptedUpstream(() => ok)
  const { verdicts } = await carryOut(upstream, await taskOf('friends.delete-all', { mutual: true }), DEADLINE)
  expect([upstream.calls, [...verdicts]]).toEqual([[['']], [['', ok]]])
})

describe('the app', () => {
  test('is real where its secret was read, and proved by nothing else', async () => {
    expect(await carryOut(new ScriptedUpstream(() => ok), await get(1), DEADLINE)).toMatchObject({ isAppReal: true })
    const upstream = broken(new GatewayError('UNKNOWN_APP'))
    expect(await carryOut(upstream, await get(1), DEADLINE)).toMatchObject({ isAppReal: false })
    expect(upstream.calls).toEqual([])
  })

  test('shows a fault of the body, which is the caller’s to mend as a whole', async () => {
    const task = await update({ userId: 'a', custom: { Level: 7 } })
    const upstream = new ScriptedUpstream(() => ok)
    await expect(carryOut(upstream, task, DEADLINE)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      parts: { errors: [{ pointer: '/friends/0/custom/Level' }] },
    })
    expect(upstream.calls).toEqual([])
  })

  test('breaks the work where it fails as nobody foresaw', async () => {
    const fault = new Error('broken')
    await expect(carryOut(broken(fault), await get(1), DEADLINE)).rejects.toBe(fault)
  })
})

test('no place is waited for once there was none: one refusal is counted, and nothing further is asked', async () => {
  const upstream = new ScriptedUpstream((id) => (id === 'f0' ? failed('NOT_A_FRIEND') : ok))
  upstream.places = 1
  const { verdicts, effort } = await carryOut(upstream, await get(400), DEADLINE)
  expect(effort).toMatchObject({ calls: 1, quotaRefusals: 1 })
  const codes = [...verdicts.values()].map((verdict) => (isFault(verdict) ? verdict.fault.code : verdict.status))
  expect([codes[0], codes[99], codes[100], codes[399]]).toEqual(['NOT_A_FRIEND', 'ok', 'RATE_LIMITED', 'RATE_LIMITED'])
})

describe('what is read of one request', () => {
  const readIn = async (characters: number, calls = 3) => {
    const upstream = new ScriptedUpstream(() => ok)
    upstream.replyCharacters = characters
    const { verdicts } = await carryOut(upstream, await get(calls * 100), DEADLINE)
    return { calls: upstream.calls.length, last: [...verdicts.values()].at(-1)! }
  }

  test('may come to 32 MiB, and one more reply', async () => {
    expect(await readIn(16 * MIB)).toEqual({ calls: 3, last: ok })
  })

  test('ends behind that, and what was left out is told why', async () => {
    const { calls, last } = await readIn(16 * MIB + 1)
    expect(calls).toBe(2)
    expect(last).toMatchObject({
      status: 'failed',
      fault: { code: 'PAYLOAD_TOO_LARGE', detail: expect.stringContaining('ask for fewer at once') },
    })
  })

  test('has no bound where it writes: each of its calls must be made', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    upstream.replyCharacters = 33 * MIB
    await carryOut(upstream, await updates(1001), DEADLINE)
    expect(upstream.calls.map(({ length }) => length)).toEqual([1000, 1])
  })
})
