import { systemClock } from '../../lib/clock.ts'
import { readConfig } from '../../lib/config.ts'
import { planTask } from '../../lib/flow/plan.ts'
import type { Task } from '../../lib/flow/task.ts'
import { workOff } from '../../lib/jobs/work.ts'
import { noEffort } from '../../lib/telemetry/effort.ts'
import type { AppSecret } from '../../lib/upstream/credentials/app-secret.ts'
import { type Delivery, Upstream, type UpstreamParts } from '../../lib/upstream/deliver.ts'
import type { Fault, Verdict } from '../../lib/upstream/verdict.ts'

export const DEADLINE = 1_700_000_000_000
export const ok: Verdict = { status: 'ok' }
export const failed = (code: Fault['code'], more: Partial<Fault> = {}): Verdict => ({
  status: 'failed',
  fault: { code, retry: 'no', ...more },
})
export const notFriend = failed('NOT_A_FRIEND')
export const conflict = failed('WRITE_CONFLICT', { retry: 'conflict' })
export const late = failed('DEADLINE_EXCEEDED', { retry: 'caller' })
const limited = failed('RATE_LIMITED', { retry: 'caller' })
export const unknown: Verdict = { status: 'unknown', fault: { code: 'UPSTREAM_TIMEOUT', retry: 'backoff' } }

type Script = (id: string, call: number) => Verdict

/** Chat as a script: what it says of an item in which call. It keeps what it was asked, and takes nothing after the deadline. */
export class ScriptedUpstream extends Upstream {
  readonly calls: (readonly string[])[] = []
  /** Whether its caller may begin another call. */
  goesOn = () => true
  /** How long each of its replies is. */
  replyCharacters = 0
  /** How many of its calls find a place in the quota. */
  places = Number.POSITIVE_INFINITY
  /** How often its app was looked up. */
  looks = 0
  /** What its clock says, where a test sets it. */
  time: number | undefined
  readonly #script: Script
  readonly #facts: () => Pick<AppSecret, 'integerFields'>

  constructor(script: Script, facts: () => Pick<AppSecret, 'integerFields'> = () => ({ integerFields: [] })) {
    super({ clock: systemClock } as UpstreamParts)
    this.#script = script
    this.#facts = facts
  }

  override now() {
    return this.time ?? super.now()
  }

  override async facts() {
    this.looks++
    return this.#facts() as AppSecret
  }

  override async deliver({ entries }: Delivery, deadline: number) {
    const ids = entries.map(({ id }) => id)
    if (deadline < DEADLINE)
      return { verdicts: new Map(ids.map((id) => [id, late])), effort: noEffort(), replyCharacters: 0 }
    if (this.calls.length >= this.places) {
      const effort = { ...noEffort(), quotaRefusals: 1 }
      return { verdicts: new Map(ids.map((id) => [id, limited])), effort, replyCharacters: 0 }
    }
    this.calls.push(ids)
    return {
      verdicts: new Map(ids.map((id) => [id, this.#script(id, this.calls.length)])),
      effort: { ...noEffort(), calls: 1 },
      replyCharacters: this.replyCharacters,
    }
  }
}

export const taskOf = (operation: string, body: object): Promise<Task> =>
  planTask(
    { operation, body: { userId: 'alice', ...body }, caller: 'c', requestId: 'r', askedAt: 0 },
    readConfig({ ACCESS_POLICY: 'open' }),
  )
export const update = (...friends: readonly object[]) => taskOf('friends.update', { friends })
export const remark = (userId: string, text = 'r') => ({ userId, remark: text })
export const list = (userId: string) => ({ userId, lists: ['work'] })

/** What became of each task: per item its id, status and code; calls and how many went together. */
export async function work(upstream: ScriptedUpstream, ...given: readonly Promise<Task>[]) {
  const tasks = await Promise.all(given)
  const done = await workOff(upstream, tasks, DEADLINE, upstream.goesOn)
  return tasks.map((task) => {
    const worked = done.get(task)
    if (!worked || 'refused' in worked) return worked?.refused ?? 'not begun'
    const results = worked.outcome.answer.results as readonly {
      id: string
      status: string
      superseded?: true
      error?: { code: string }
    }[]
    const words = results.map(({ id, status, superseded, error }) =>
      [id, status, error?.code, superseded && 'superseded'].filter(Boolean).join(' '),
    )
    return { items: words, calls: worked.effort.calls, merged: worked.merged }
  })
}
