import { describe, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { readConfig } from '../../lib/config.ts'
import type { Accept, Accepted, Terms } from '../../lib/flow/later.ts'
import { createFlow } from '../../lib/flow/run.ts'
import type { Task } from '../../lib/flow/task.ts'
import { Turns } from '../../lib/flow/turns.ts'
import type { Idempotency, Work } from '../../lib/ledger/idempotency.ts'
import { noEffort } from '../../lib/telemetry/effort.ts'
import type { Delivery, Upstream } from '../../lib/upstream/deliver.ts'

describe('what has a key', () => {
  /** Runs under a key whose earlier request was broken off, or was not, with so much time; says what went out, and by when. */
  async function runKeyed(
    operation: string,
    body: object,
    isRepeat: boolean,
    { accept, later }: { accept?: Accept; later?: object } = {},
  ) {
    const sent: { isRepeated: boolean; deadline: number }[] = []
    const upstream = {
      now: () => 0,
      facts: async () => ({}),
      deliver: async ({ entries, repeat }: Delivery, deadline: number) => {
        sent.push({ isRepeated: repeat.isRepeated, deadline })
        return { verdicts: new Map(entries.map(({ id }) => [id, { status: 'ok' }])), effort: noEffort() }
      },
    } as unknown as Upstream
    const idempotency = {
      run: async (_: unknown, __: string, deadline: number, work: Work<unknown>) => ({
        answer: (await work(isRepeat ? { since: 0 } : undefined, deadline - 250)).answer,
        replayed: false,
      }),
    } as unknown as Idempotency
    const clock = { ...systemClock, now: () => 0 }
    const run = createFlow({ config: readConfig({}), upstream, turns: new Turns(), clock, idempotency, accept })
    const ran = await run({ operation, body, caller: 'c', requestId: 'r', key: 'k', deadline: 1000, later })
    return { ran, sent }
  }
  const addition = { userId: 'ann', friends: [{ userId: 'ben', source: 'Web' }] }

  test('leaves time to store its answer, and is a repeat only after a request that was broken off', async () => {
    for (const isRepeat of [false, true]) {
      const { sent } = await runKeyed('friends.add', addition, isRepeat)
      expect(sent).toEqual([{ isRepeated: isRepeat, deadline: 750 }])
    }
  })

  test('and is to be queued after a broken-off request is queued as a repeat; what must not be repeated is not', async () => {
    const accepted: Terms[] = []
    const accept = async ({ operation }: Task, terms: Terms) => {
      accepted.push(terms)
      return operation.repeatFor === 0 ? undefined : ({ jobId: 'j' } as Accepted)
    }
    const later = { accept, later: {} }
    expect(await runKeyed('friends.add', addition, true, later)).toMatchObject({ ran: { jobId: 'j' }, sent: [] })
    expect(accepted).toEqual([{ key: 'k', asked: addition, cause: undefined, deadline: 750, isRepeat: true }])
    expect(await runKeyed('friends.delete-all', { userId: 'ann', mutual: false }, true, later)).toMatchObject({
      ran: { outcome: 'unknown', leading: { code: 'INTERRUPTED' } },
      sent: [],
    })
  })

  test('and must not be repeated is sent once; after a broken-off request its caller is told to look', async () => {
    const all = { userId: 'ann', mutual: false }
    expect(await runKeyed('friends.delete-all', all, false)).toMatchObject({ ran: { outcome: 'ok' }, sent: [{}] })
    const again = await runKeyed('friends.delete-all', all, true)
    expect(again).toMatchObject({ ran: { outcome: 'unknown', leading: { code: 'INTERRUPTED' } }, sent: [] })
  })

  test('has the answer of version 0.1 in the form of today, or today’s as it is', async () => {
    const result = { status: 'ok' } as const
    const stored = (results: readonly object[]) => ({ outcome: 'ok', requestId: 'first', answer: { results } })
    const replay = async (answer: object) => {
      const idempotency = { run: async () => ({ answer, replayed: true }) } as unknown as Idempotency
      const upstream = {} as Upstream
      const run = createFlow({ config: readConfig({}), upstream, turns: new Turns(), clock: systemClock, idempotency })
      return run({
        operation: 'friends.add',
        body: addition,
        caller: 'c',
        requestId: 'r',
        key: 'k',
        deadline: Date.now() + 9e3,
      })
    }
    const now = { ...stored([{ id: 'ben', ...result }]), isReplayed: true }
    expect(await replay(stored([{ userId: 'ben', ...result }]))).toEqual(now)
    expect(await replay(stored([{ id: 'ben', ...result }]))).toEqual(now)
    expect(await replay({ jobId: 'j' })).toEqual({ jobId: 'j', isReplayed: true })
  })
})
