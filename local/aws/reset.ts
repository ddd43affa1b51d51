import type { Chat } from '../chat/index.ts'
import type { Pool } from './lambda/pool.ts'
import type { Queues } from './queues.ts'
import type { Tables } from './tables.ts'

export interface Forgetful {
  chat: Chat
  pools: readonly Pool[]
  tables: Tables | undefined
  queues: Queues | undefined
  /** Drops the events that functions have taken, and would be tried at again. */
  drop: () => void
}

/**
 * As if all had just been started: what instances remember goes with them (credentials, held ones too), then what they share
 * (idempotency keys, jobs, quota, leases, doorbells, letters), and the emulator goes back to its seed. What is under way is broken off.
 */
export async function reset({ chat, pools, tables, queues, drop }: Forgetful): Promise<{ reset: true }> {
  drop()
  // Twice: whoever is killed may just have rung, and whoever comes next must find nothing to answer.
  await queues?.purge()
  await Promise.all(pools.map((pool) => pool.breakOff()))
  await queues?.purge()
  await tables?.clear()
  chat.reset()
  return { reset: true }
}
