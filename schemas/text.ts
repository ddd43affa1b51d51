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

/**
 * What tells an entry of a list from another: itself (`''`), one member, or several members together. Undefined where nothing is there
 * that could, or no text or number is: its own schema refuses that.
 */
export function idOf(entry: unknown, key: string | readonly string[]): string | number | undefined {
  if (typeof key !== 'string') {
    const ids = key.map((name) => idOf(entry, name) ?? null)
    return ids.some((id) => id !== null) ? JSON.stringify(ids) : undefined
  }
  const id: unknown = key === '' ? entry : Object(entry)[key]
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

/** Whether an entry's id is an earlier entry's too. */
export function hasDouble(entries: readonly unknown[], key: string | readonly string[]): boolean {
  const ids = entries.map((entry) => idOf(entry, key)).filter((id) => id !== undefined)
  return new Set(ids).size < ids.length
}

/**
 * Why what stands in a value would not go up as it came; empty where it does. Deep values can't be written at all, and a number that
 * reading has rounded is another one.
 * @param levels of objects and lists that may stand in one another
 */
export function passingFault(value: unknown, levels: number): string {
  if (typeof value === 'number') {
    return Math.abs(value) > Number.MAX_SAFE_INTEGER ? 'holds a number beyond 2^53 - 1: write it as a text' : ''
  }
  if (typeof value !== 'object' || value === null) return ''
  if (levels === 0) return 'holds objects and lists too deep inside one another'
  for (const one of Object.values(value)) {
    const fault = passingFault(one, levels - 1)
    if (fault !== '') return fault
  }
  return ''
}

/** Whether `text` is a real moment from 1970 on, written `YYYY-MM-DDTHH:MM:SSZ`. */
export function isUtcTime(text: string): boolean {
  if (!/^(19[7-9]\d|[2-9]\d{3})-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && time.toISOString() === text.replace('Z', '.000Z')
}
