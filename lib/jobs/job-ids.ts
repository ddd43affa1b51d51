import { createHash, randomUUID } from 'node:crypto'
import type { Task } from '../flow/task.ts'

/** What makes two requests for a job the same: the event they come from, or the caller's own key. */
export interface Origin {
  readonly cause?: string | undefined
  readonly key?: string | undefined
}

/** The id of the job that a task becomes. */
export function jobIdOf({ operation, app, body, caller }: Task, { cause, key }: Origin): string {
  if (cause !== undefined) return jobIdOfEvent(cause)
  return key === undefined
    ? idOf(['request', randomUUID()])
    : idOf(['key', caller, app, operation.name, key, hashOf(body)])
}

/** The job that an event becomes, however often it comes. */
export const jobIdOfEvent = (eventId: string): string => idOf(['event', eventId])

const idOf = (parts: readonly string[]): string => hashOf(parts).slice(0, 32)

/** SHA-256 of a value's JSON, in hex. */
export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')
