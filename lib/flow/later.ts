import type { Members } from '../json.ts'
import type { Task } from './task.ts'

/** A job that the worker will do. */
export interface Accepted {
  readonly jobId: string
  readonly operation: string
  readonly app: string
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly state: 'queued' | 'completed' | 'failed'
  /** Whether it had been accepted before: then this brought nothing new. */
  readonly isKnown: boolean
  readonly isReplayed?: true
}

export interface Terms extends Origin {
  /** Unix milliseconds; what can't be rung for by then is not queued. */
  readonly deadline: number
  /** An earlier request under the key was broken off: nobody knows what it did. */
  readonly isRepeat?: boolean
}

/** Undefined where what must not be repeated is a repeat, and is no job yet. */
export type Accept = (task: Task, terms: Terms) => Promise<Accepted | undefined>

/** What makes two requests for a job the same: the event they come from, or the caller's own key. */
export interface Origin {
  readonly cause?: string | undefined
  readonly key?: string | undefined
  /** What two requests under a key must ask alike; left out, all of the body. */
  readonly asked?: Members
}
