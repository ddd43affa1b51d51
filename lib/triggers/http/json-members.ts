const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

/**
 * Whether a value has as many members as the text it was parsed from: of two of one name in one object, JSON.parse keeps the last.
 * Each request pays for this, so it only counts: which member it is, findingsIn tells where the counts differ.
 * @param text valid JSON
 */
export const hasAllMembers = (text: string, value: unknown): boolean => membersIn(text) === membersOf(value)

/** Names are the strings before a colon. */
function membersIn(text: string): number {
  let count = 0
  let quote = text.indexOf('"')
  while (quote >= 0) {
    let next = endOfString(text, quote) + 1
    while (isBlank(text.charCodeAt(next))) next += 1
    if (text.charCodeAt(next) === 0x3a) count += 1
    quote = text.indexOf('"', next)
  }
  return count
}

/** Where the string ends that begins at `quote`. */
function endOfString(text: string, quote: number): number {
  let end = text.indexOf('"', quote + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text.charCodeAt(first - 1) === 0x5c) first -= 1
  return (at - first) % 2 === 1
}

/** Values nest as deep as a body is long, so nothing calls itself. */
function membersOf(value: unknown): number {
  let count = 0
  const open: object[] = typeof value === 'object' && value !== null ? [value] : []
  for (let node = open.pop(); node; node = open.pop()) {
    const inner: readonly unknown[] = Array.isArray(node) ? node : Object.values(node)
    if (!Array.isArray(node)) count += inner.length
    for (const one of inner) if (typeof one === 'object' && one !== null) open.push(one)
  }
  return count
}
