import { randomUUID } from 'node:crypto'
import type { Origin } from '../flow/later.ts'
import type { Task } from '../flow/task.ts'
import { hashOf } from '../json.ts'

/** The id of the job that a task becomes. */
export function jobIdOf({ operation, app, body, caller }: Task, { cause, key, asked = body }: Origin): string {
  if (cause !== undefined) return jobIdOfEvent(cause)
  return key === undefined
    ? idOf(['request', randomUUID()])
    : idOf(['key', caller, app, operation.name, key, hashOf(asked)])
}

/** The job that an event becomes, however often it comes. */
export const jobIdOfEvent = (eventId: string): string => idOf(['event', eventId])

const idOf = (parts: readonly string[]): string => hashOf(parts).slice(0, 32)
