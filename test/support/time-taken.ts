const TICK_MS = 5

/**
 * Milliseconds since the call in which this process could run: while the machine is busy elsewhere, or has stopped the process, next to
 * none pass. So work that waits may be held to a bound on any machine; it is never more than the time on the wall.
 */
export function waitingTime(): () => number {
  let ticks = 0
  // However late a tick is, it counts as one, and those it has missed are not made up for.
  const timer = setInterval(() => {
    ticks++
  }, TICK_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
    return ticks * TICK_MS
  }
}

/** Milliseconds of a processor that this process has used since the call: what else the machine does counts for nothing. */
export function workingTime(): () => number {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
}
