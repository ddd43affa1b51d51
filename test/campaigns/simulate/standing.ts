import type { Asked } from './asked.ts'

/** A request with an idempotency key, or one for a job, and whose it is. */
export interface Standing {
  readonly asked: Asked
  readonly caller: string
  readonly key?: string
  readonly isAsync: boolean
}

export interface JobOfMine {
  readonly jobId: string
  readonly asked: Asked
  readonly caller: string
}
