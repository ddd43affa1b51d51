/** Time, passed in so that tests can move it. Unix milliseconds. */
export interface Clock {
  now(): number
  sleep(ms: number): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** Whether `until` is still to come, having been set for `ms`: a clock that was set back makes nothing last longer. */
export const isAhead = (until: number, ms: number, now: number): boolean => now < until && until - now <= ms

/** The promise's value, or `late()`'s once `ms` have passed without it. */
export async function within<T>(promise: Promise<T>, ms: number, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms), 'late')
  })
  try {
    const first = await Promise.race([promise.then((value) => ({ value })), timeout])
    return first === 'late' ? late() : first.value
  } finally {
    clearTimeout(timer)
  }
}
