/** The calls and waits that it took to get verdicts from Chat. */
export interface Effort {
  /** Calls that were sent; tries with other credentials count too. */
  readonly calls: number
  /** Of these, the ones that went to a backup host. */
  readonly backupCalls: number
  /** Failovers: unreachable hosts that this instance left for another. The first call to the other host counts it. */
  readonly failovers: number
  /** Attempts of a call after its first one. */
  readonly retries: number
  /** Attempts that met another writer of the account. */
  readonly conflicts: number
  /** Attempts that Chat refused because the quota was exceeded. */
  readonly throttles: number
  /** Calls that waited 50 ms or longer for a slot in the quota, and the sum of these waits. */
  readonly quotaWaits: number
  readonly quotaWaitMs: number
  /** Calls that were not sent because no slot in the quota came in time. */
  readonly quotaRefusals: number
  /** Calls whose UserSig Chat refused. */
  readonly credentialRefusals: number
}

/** An effort while it is being counted. */
export type Tally = { -readonly [K in keyof Effort]: Effort[K] }

export const noEffort = (): Tally => ({
  calls: 0,
  backupCalls: 0,
  failovers: 0,
  retries: 0,
  conflicts: 0,
  throttles: 0,
  quotaWaits: 0,
  quotaWaitMs: 0,
  quotaRefusals: 0,
  credentialRefusals: 0,
})

/** Both efforts as one. */
export function sumOf(one: Effort, other: Effort): Effort {
  const sum = noEffort()
  for (const name of Object.keys(sum) as (keyof Effort)[]) sum[name] = one[name] + other[name]
  return sum
}
