/** Chat counts its days and its archived hours in the time of China, which knows no summer. */
const AHEAD_MS = 8 * 3_600_000

/** `YYYYMMDDHH` of a moment. */
export function hourOf(now: number): string {
  return new Date(now + AHEAD_MS).toISOString().replace(/[-T]/g, '').slice(0, 10)
}

/** `YYYYMMDD` of a moment. */
export function dayOf(now: number): string {
  return hourOf(now).slice(0, 8)
}

/** `YYYY-MM-DD HH:MM:SS` of a moment. */
export function textOf(now: number): string {
  return new Date(now + AHEAD_MS).toISOString().replace('T', ' ').slice(0, 19)
}

/** When an hour written as `YYYYMMDDHH` begins, ms since 1970; undefined for what is none. */
export function beginOf(hour: string): number | undefined {
  const [, year, month, day, clock] = /^(\d{4})(\d{2})(\d{2})(\d{2})$/.exec(hour) ?? []
  const begin = Date.parse(`${year}-${month}-${day}T${clock}:00:00Z`) - AHEAD_MS
  return hourOf(Number.isNaN(begin) ? 0 : begin) === hour ? begin : undefined
}
