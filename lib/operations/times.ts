/** Chat's Unix seconds for our RFC 3339 text, which the schema has checked. */
export const toUnixSeconds = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time) / 1000

/** Our RFC 3339 text in UTC to the second for Chat's Unix seconds; undefined for what four digits of a year can't write. */
export function fromUnixSeconds(seconds: unknown): string | undefined {
  const time = typeof seconds === 'number' ? new Date(Math.floor(seconds) * 1000) : undefined
  const text = time && !Number.isNaN(time.getTime()) ? time.toISOString().replace(/\.\d+Z$/, 'Z') : ''
  return /^\d{4}-/.test(text) ? text : undefined
}
