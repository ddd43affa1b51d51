/**
 * What the compiled validators call at run time: rules that plain JSON Schema cannot state.
 * Tencent counts UTF-8 bytes, not characters (https://trtc.io/document/33521), and matches entries by id.
 */

/** Why `text` is no acceptable string of `min` to `max` UTF-8 bytes; empty when it is one. */
export function textFault(text: string, min: number, max: number): string {
  if (!text.isWellFormed()) return 'holds half a surrogate pair, which UTF-8 cannot carry'
  if (text.includes('\0')) return 'holds a NUL character'
  const bytes = Buffer.byteLength(text)
  if (bytes < min) return min === 1 ? 'must not be empty' : `must be at least ${min} bytes of UTF-8, not ${bytes}`
  if (bytes > max) return `must be at most ${max} bytes of UTF-8, not ${bytes}`
  return ''
}

/** Whether an entry's `key` (itself, without one) is an earlier entry's too. */
export function hasDouble(entries: readonly unknown[], key: string): boolean {
  const ids = key === '' ? entries : entries.map((entry) => (entry as Record<string, unknown>)[key])
  return new Set(ids).size < ids.length
}

/** Whether `text` is a real moment from 1970 on, written `YYYY-MM-DDTHH:MM:SSZ`. */
export function isUtcTime(text: string): boolean {
  if (!/^(19[7-9]\d|[2-9]\d{3})-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && time.toISOString() === text.replace('Z', '.000Z')
}
