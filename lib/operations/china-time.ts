/** Chat writes some times without a zone, as clocks in China show them: eight hours ahead, in summer too. */
const AHEAD_MS = 8 * 3_600_000

/** The hour of our RFC 3339 text, as Chat's `YYYYMMDDHH`. */
export const toChinaHour = (time: string): string =>
  new Date(Date.parse(time) + AHEAD_MS).toISOString().replace(/\D/g, '').slice(0, 10)

/** Our RFC 3339 text for Chat's `YYYY-MM-DD HH:MM:SS`; undefined for what is none, or no moment that there was or will be. */
export function fromChinaTime(time: unknown): string | undefined {
  if (typeof time !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(time)) return undefined
  const shown = time.replace(' ', 'T')
  const ms = Date.parse(`${shown}Z`)
  // A 31st of June is read as the first of July.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(shown)) return undefined
  return ms < AHEAD_MS ? undefined : `${new Date(ms - AHEAD_MS).toISOString().slice(0, 19)}Z`
}
