import type { Account } from './account.ts'
import type { App } from './app.ts'
import { dayOf } from './china-time.ts'
import type { Condition, PushTask } from './push-task.ts'

/** Messages pushed to all users, or to those a condition chooses. https://trtc.io/document/37166 */

const KEPT_TASKS = 100

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
