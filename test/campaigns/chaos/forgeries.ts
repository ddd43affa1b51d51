import { turnOf } from '../../../lib/flow/task.ts'
import { groupOf } from '../../../lib/jobs/jobs.ts'
import { operations } from '../../../lib/operations/index.ts'

/** A job as its caller knows it. */
export interface KnownJob {
  readonly jobId: string
  readonly operation: string
  readonly app: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A letter about a job that a stranger has written. */
export interface Forged {
  /** Stands in it. */
  readonly name: string
  readonly body: string
  readonly group: string
  readonly deduplicationId: string
  /** Whether it says what the worker may have written about the job: then it is as good as one that is moved back. */
  readonly fits: boolean
}

const LATER = 1_000_000

/** What a stranger makes of a letter; the last knows no order, as letters of an old form. */
const changes: readonly ((job: KnownJob) => object)[] = [
  () => ({ jobId: 'stranger' }),
  ({ operation }) => ({ operation: operation === 'friends.delete-all' ? 'friends.update' : 'friends.delete-all' }),
  ({ app }) => ({ app: app === 'default' ? 'europe' : 'default' }),
  () => ({ order: LATER }),
  () => ({ operation: undefined, app: undefined }),
  () => ({ order: undefined }),
]

/** @param draw from 0 up to, but not including, 1: which of them */
export function forgedLetter({ jobId, operation, app, body: asked }: KnownJob, draw: number, name: string): Forged {
  const at = Math.floor(draw * 997) % changes.length
  const letter = { reason: 'UPSTREAM_INTERNAL', operation, app, jobId, order: 1, name }
  const body = JSON.stringify({ ...letter, ...changes[at]!({ jobId, operation, app, body: asked }) })
  const group = groupOf(turnOf({ operation: operations.get(operation)!, app, body: asked }) ?? '')
  return { name, body, group, deduplicationId: name, fits: at === changes.length - 1 }
}

/** An event that a stranger wants to be done as AWS's own, past EVENT_SOURCES: what it writes, or pushes, names it. */
export const forgedEvent = (name: string, draw: number): object => ({
  requestContext: { requestId: name, functionArn: 'arn', condition: 'RetriesExhausted' },
  requestPayload: { id: name, source: 'aws.events', ...(draw < 0.7 ? forgedUpdate(name, draw) : forgedPush(name)) },
})

const forgedUpdate = (name: string, draw: number) => ({
  operation: 'friends.update',
  body: { app: 'default', userId: `u${Math.floor(draw * 60)}`, friends: [{ userId: 'f0', remark: name }] },
})

const forgedPush = (name: string) => ({
  operation: 'push.send',
  body: { app: 'default', audience: { everyone: true }, elements: [{ type: 'text', text: name }] },
})
