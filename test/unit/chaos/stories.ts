import type { Effect } from '../../campaigns/chaos/effects.ts'
import type { Story, Told } from '../../campaigns/chaos/history.ts'
import type { Asked } from '../../campaigns/chaos/workload.ts'

/** One friend's remark, set to `value`. */
export const asked = (value: string, more: Partial<Asked> = {}): Asked => ({
  number: 1,
  way: 'now',
  operation: 'friends.update',
  app: 'default',
  body: { app: 'default', userId: 'u0', friends: [{ userId: 'f0', remark: value }] },
  copies: 1,
  isRepeatedLater: false,
  ...more,
})

type Status = 'ok' | 'failed' | 'unknown'

export const answer = (status: Status, at: number, more: Partial<Told> = {}): Told => ({
  at,
  by: 'answer',
  status: status === 'ok' ? 200 : 502,
  body: { requestId: 'r', outcome: status === 'ok' ? 'ok' : 'failed', results: [{ userId: 'f0', status }] },
  ...more,
})

/** Asked at 100; answered, unless told otherwise, at 200. */
export const story = (value: string, told: readonly Told[] | Status, more: Partial<Asked> = {}): Story => ({
  asked: asked(value, more),
  startedAt: 100,
  told: typeof told === 'string' ? [answer(told, 200)] : told,
})

/** Carried out from 150 to 160, seen by whoever asked. */
export const effect = (value: string, more: Partial<Effect> = {}): Effect => ({
  cell: 'default/u0/f0/remark',
  value,
  isSure: true,
  isPending: false,
  arrivedAt: 150,
  doneAt: 160,
  random: '1',
  trouble: undefined,
  ...more,
})
