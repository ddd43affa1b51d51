import type { Attributes } from '../world/expressions.ts'

/** A job as its record has it. */
export interface Life {
  readonly jobId: string
  readonly operation: string
  readonly app: string
  readonly group: string
  /** Another one each time that the job begins anew. */
  readonly order: number
  readonly isQueued: boolean
  readonly isFailed: boolean
  /** Virtual time, as the instance that wrote it had it; 0 where it has not ended. */
  readonly finishedAt: number
}

export const isJob = ({ sk }: Attributes): boolean => sk?.S === 'job'

export const lifeIn = ({ jobId, operation, app, group, order, state, finishedAt }: Attributes): Life => ({
  jobId: jobId?.S ?? '',
  operation: operation?.S ?? '',
  app: app?.S ?? '',
  group: group?.S ?? '',
  order: Number(order?.N),
  isQueued: state?.S === 'queued',
  isFailed: state?.S === 'failed',
  finishedAt: Number(finishedAt?.N ?? 0),
})
