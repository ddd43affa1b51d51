import type { Account } from './account.ts'
import type { App } from './app.ts'
import { dayOf } from './china-time.ts'

/** Messages pushed to all users, or to those a condition chooses. https://trtc.io/document/37166 */

export interface Condition {
  tagsAnd?: string[]
  tagsOr?: string[]
  attrsAnd?: Record<string, string>
  attrsOr?: Record<string, string>
}

export interface PushTask {
  taskId: string
  /** ms since 1970 */
  at: number
  from: string
  random: number
  lifeSeconds: number
  condition: Condition
  body: unknown[]
  /** Whom the condition chose. */
  recipients: string[]
}

export interface Pushes {
  /** The last ones, oldest first. */
  tasks: PushTask[]
  /** How many there were since the app began. */
  count: number
  /** How many there were on the day of the last one. */
  today: { day: string; count: number }
  /** ms since 1970; undefined before the first. */
  lastAt: number | undefined
}

const KEPT_TASKS = 100

export function noPushes(): Pushes {
  return { tasks: [], count: 0, today: { day: '', count: 0 }, lastAt: undefined }
}

/** How many pushes the app has had today. */
export function pushesToday({ pushes }: App, now: number): number {
  return pushes.today.day === dayOf(now) ? pushes.today.count : 0
}

/** Whether the last push was so short a time ago that the next must wait. */
export function isTooSoon({ pushes: { lastAt } }: App, apartMs: number, now: number): boolean {
  return lastAt !== undefined && now >= lastAt && now - lastAt < apartMs
}

/** Pushes: a task is made, with whoever the condition chooses now. */
export function push(app: App, given: Omit<PushTask, 'taskId' | 'recipients'>): PushTask {
  const { pushes } = app
  const chosen = [...app.accounts.values()].filter((account) => !account.otherApp && meets(account, given.condition))
  pushes.count += 1
  const task = {
    taskId: `${app.sdkAppId}_${pushes.count}_${given.random}`,
    ...given,
    recipients: chosen.map(({ userId }) => userId),
  }
  pushes.today = { day: dayOf(given.at), count: pushesToday(app, given.at) + 1 }
  pushes.lastAt = given.at
  pushes.tasks = [...pushes.tasks, task].slice(-KEPT_TASKS)
  return task
}

function meets({ tags, attributes }: Account, { tagsAnd, tagsOr, attrsAnd, attrsOr }: Condition): boolean {
  const has = ([name, value]: [string, string]) => attributes.get(name) === value
  return (
    (tagsAnd ?? []).every((tag) => tags.has(tag)) &&
    (tagsOr ? tagsOr.some((tag) => tags.has(tag)) : true) &&
    Object.entries(attrsAnd ?? {}).every(has) &&
    (attrsOr ? Object.entries(attrsOr).some(has) : true)
  )
}
