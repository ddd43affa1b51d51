/** One of Chat's limits: what it counts, and how many calls of that it takes. */
export interface Limit {
  /** What is counted: an app and a command, and where only a part of the app is meant, that part. At most 1,000 bytes. */
  readonly lane: string
  /** Calls a second; the setting where it is left out. A lane's is always the same. */
  readonly rate?: number | undefined
}

/** Of a limit. The rest is for calls that go out late: 5 % are 50 ms in every second. */
export const USED_SHARE = 0.95

/**
 * Calls a second. The setting is what there is of Chat's usual limit; a limit that is lower is not lowered with it, and one that is
 * higher does not lift it.
 */
export const perSecondOf = (rate: number | undefined, setting: number): number => Math.min(rate ?? setting, setting)
