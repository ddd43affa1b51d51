import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Crowd } from './crowd.ts'

type Waits = ReturnType<Crowd['waitsOf']>

export interface Report extends Record<'greedy' | 'modest' | 'idle', Waits> {
  /** How long it took until all was done, and how long the crowd's jobs take at the quota. */
  readonly seconds: number
  readonly atTheQuota: number
  /** Calls that went out for the crowd, and the share of the quota that they took while they did. */
  readonly used: ReturnType<Crowd['usedOf']>
  readonly refused: number
  readonly receives: number
  readonly mostReceives: number
}

/** A run takes its process over, so each has one of its own. */
export async function crowdApart(...flags: string[]): Promise<Report> {
  const main = 'test/campaigns/crowd/main.ts'
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...flags])
  return JSON.parse(stdout)
}
