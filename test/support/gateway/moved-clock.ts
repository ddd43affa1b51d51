const real = Date.now
let ahead = 0

/** Lets time pass for whoever reads Date.now; timers and monotonic clocks go on as they were. */
export function advance(ms: number): void {
  ahead += ms
  Date.now = () => real() + ahead
}

export function restoreClock(): void {
  ahead = 0
  Date.now = real
}
