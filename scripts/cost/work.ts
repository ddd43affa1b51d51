import { assumed, HUNDRED, MERGED, measured, packaged, type Use } from './facts.ts'
import type { Load } from './flags.ts'

export const DAYS = 30
export const SECONDS = DAYS * 86_400

/** What comes in a month, by what is done with it. */
export interface Work {
  /** Answered over HTTP at once. */
  readonly now: number
  /** Queued over HTTP. */
  readonly later: number
  /** Queued by an event. */
  readonly events: number
  readonly webhooks: number
}

export function workOf({ updates, mode, itemsPerRequest, shareQueued }: Load): Work {
  const nothing = { now: 0, later: 0, events: 0, webhooks: 0 }
  if (mode === 'webhooks') return { ...nothing, webhooks: updates * DAYS }
  const requests = (updates * DAYS) / itemsPerRequest
  const queued = requests * shareQueued
  return { ...nothing, now: requests - queued, [mode === 'async' ? 'events' : 'later']: queued }
}

/** Between what was measured with one and with a hundred friends, and on along the same line. */
export const byItems = ({ one, hundred }: { one: number; hundred: number }, items: number): number =>
  one + ((hundred - one) * (items - 1)) / (HUNDRED - 1)

const eachFigure = (of: (name: keyof Use) => number): Use =>
  Object.fromEntries(Object.keys(measured.now.one).map((name) => [name, of(name as keyof Use)])) as unknown as Use

const useOf = ({ one, hundred }: { one: Use; hundred: Use }, items: number): Use =>
  eachFigure((name) => byItems({ one: one[name], hundred: hundred[name] }, items))

/** A job that goes out with others of its account: of what they share each bears the less the more they are. */
function workedUse({ merge, itemsPerRequest }: Load): Use {
  const { worked, workedOfForty } = measured
  const shared = (1 / merge - 1 / MERGED) / (1 - 1 / MERGED)
  const alone = useOf(worked, itemsPerRequest)
  return eachFigure((name) => alone[name] - (worked.one[name] - workedOfForty[name]) * (1 - shared))
}

/** What one function does in a month of one kind of work. */
export interface Part {
  readonly times: number
  readonly invocations: number
  readonly use: Use
  /** In GB. */
  readonly memory: number
  /** Calls to Chat that each waits for. */
  readonly chatCalls: number
  readonly readsSecrets: boolean
}

export function partsOf(load: Load): readonly Part[] {
  const { now, later, events, webhooks } = workOf(load)
  const { memory, batch } = packaged
  const atOnce = (times: number) => ({ times, invocations: times })
  const queued = { use: useOf(measured.queued, load.itemsPerRequest), chatCalls: 0, readsSecrets: false }
  const nowUse = useOf(measured.now, load.itemsPerRequest)
  const jobs = later + events
  return [
    { ...atOnce(now), use: nowUse, memory: memory.http, chatCalls: 1, readsSecrets: true },
    { ...atOnce(later), ...queued, memory: memory.http },
    { ...atOnce(events), ...queued, memory: memory.events },
    {
      times: jobs,
      invocations: jobs / Math.min(load.merge, batch),
      use: workedUse(load),
      memory: memory.worker,
      chatCalls: 1 / load.merge,
      readsSecrets: true,
    },
    { ...atOnce(webhooks), use: assumed.webhook, memory: memory.http, chatCalls: 0, readsSecrets: true },
  ]
}

export const sumOf = (parts: readonly Part[], of: (part: Part) => number): number =>
  parts.reduce((sum, part) => sum + part.times * of(part), 0)

/** How long a function is busy with one of them; memory buys processor time. */
export const msOf = ({ use, chatCalls, memory }: Part, { chatMs }: Load): number =>
  use.awsCalls * assumed.awsMs + chatCalls * chatMs + (assumed.ownMs * packaged.memory.http) / memory
