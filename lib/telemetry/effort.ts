/** What it took to get verdicts from Chat. */
export interface Effort {
  /** Calls that went out, those with other credentials included. */
  readonly calls: number
  /** Of these, such as went to another than the app's first host. */
  readonly backupCalls: number
  /** Hosts found gone that a call of these was the first of its instance to leave for another. */
  readonly failovers: number
  /** Attempts after the first of a call. */
  readonly retries: number
  /** Attempts that met another writer of the account. */
  readonly conflicts: number
  /** Attempts that Chat refused since the quota was exceeded. */
  readonly throttles: number
  /** Calls that waited for their place in the quota long enough to be noticed, and how long they did so together. */
  readonly quotaWaits: number
  readonly quotaWaitMs: number
  /** Calls that were not sent for want of a place in the quota. */
  readonly quotaRefusals: number
  /** Calls that went out with a UserSig that Chat refused. */
  readonly credentialRefusals: number
}

/** An effort that is still going on. */
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
