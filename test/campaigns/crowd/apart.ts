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

export interface SendersReport {
  /** Messages that went out, and which share of the quota that is. */
  readonly perSecond: number
  readonly used: number
  readonly worstSecond: number
  /** How many requests were answered how. */
  readonly statuses: Readonly<Record<string, number>>
}

/** A run takes its process over, so each has one of its own. */
async function apart(main: string, flags: readonly string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [`test/campaigns/crowd/${main}`, ...flags])
  return JSON.parse(stdout)
}

export const crowdApart = (...flags: string[]): Promise<Report> => apart('main.ts', flags)

export const sendersApart = (...flags: string[]): Promise<SendersReport> => apart('senders.ts', flags)
