import type { Parts } from '../ledger/compressed-parts.ts'

/** Completed: something of it was done. Failed: nothing was, and nobody goes on trying. */
export type EndState = 'completed' | 'failed'

/** Whose job it is and what it asks for, as it was accepted. */
export interface NewJob {
  readonly jobId: string
  /** Operation name, such as `friends.update`. */
  readonly operation: string
  readonly body: unknown
  /** How many results it can have. */
  readonly items: number
  readonly app: string
  /** Key of the account acted for, over all apps. */
  readonly account: string
  /** Who asked for it: another caller may not see it. */
  readonly caller: string
  /** Of the request or invocation that brought it; its log lines have it. */
  readonly requestId: string
  /** The trace it belongs to; none in a record of an earlier version. */
  readonly traceparent?: string | undefined
  /** Id of the event that caused it. */
  readonly cause?: string | undefined
  /** For how many jobs that wait it is counted; none in a record of an earlier version, or of a job that has ended. */
  readonly standsFor?: number | undefined
}

export interface Job extends Omit<NewJob, 'account' | 'body'> {
  /** SHA-256 of the account in hex: the queue's message group, and the partition in which the account's jobs wait. */
  readonly group: string
  /** Rises with every job of the account that is accepted. */
  readonly order: number
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly state: 'queued' | EndState
  /** How often it was tried without getting on. */
  readonly attempts: number
  /** Unix milliseconds, once it has ended. */
  readonly finishedAt?: number
  readonly body: Parts
  /** What came of it, or of its attempts so far. */
  readonly answer?: Parts & { readonly version: number }
}
