/** Chat's Unix seconds for our RFC 3339 text, which the schema has checked. */
export const toUnixSeconds = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time) / 1000

/** From here on a time of Chat's counts milliseconds, as some of its replies do: so many seconds end in the year 5138. */
const LEAST_MS = 1e11
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** A time where Chat writes 0 for none. */
export const noneIfZero = (time: unknown): unknown => (time === 0 ? undefined : time)

/**
 * Our RFC 3339 text in UTC to the second for Chat's Unix time, in seconds or milliseconds; undefined for what is none, or lies
 * before 1970 or beyond the four digits of a year.
 */
export function fromUnixTime(time: unknown): string | undefined {
  if (typeof time !== 'number' || !(time >= 0 && time <= LAST_MS)) return undefined
  const ms = time < LEAST_MS ? time * 1000 : time
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** A time of Chat's where it writes 0 for none at all. */
export const ifSet = (time: unknown): unknown => (time === 0 ? null : time)
