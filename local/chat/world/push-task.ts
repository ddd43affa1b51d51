/** What an app keeps of its pushes. https://trtc.io/document/37166 */

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

export function noPushes(): Pushes {
  return { tasks: [], count: 0, today: { day: '', count: 0 }, lastAt: undefined }
}
