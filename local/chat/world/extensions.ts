/** Pairs that hang on a message. https://trtc.io/document/51195, https://trtc.io/document/51194 */

export interface Extensions {
  /** Of the message's pairs together: every write gives the next number to what it changes. */
  latestSeq: number
  /** Pairs up to this number were cleared. */
  clearSeq: number
  pairs: Map<string, { value: string; seq: number }>
  /** When it was written in the last minute, ms since 1970. */
  writes: number[]
}

export interface Pair {
  key: string
  value: string
  seq: number
}

export function noExtensions(): Extensions {
  return { latestSeq: 0, clearSeq: 0, pairs: new Map(), writes: [] }
}

const MINUTE_MS = 60_000

/** Counts a write, unless the message had as many as it may have in a minute. */
export function mayWrite(extensions: Extensions, perMinute: number, now: number): boolean {
  extensions.writes = extensions.writes.filter((at) => now >= at && now - at < MINUTE_MS)
  if (extensions.writes.length >= perMinute) return false
  extensions.writes.push(now)
  return true
}

/** The version a pair has now; 0 for one that is not there. */
export function versionOf({ pairs }: Extensions, key: string): number {
  return pairs.get(key)?.seq ?? 0
}

/** Sets a pair. It comes to stand last in the order of versions. */
export function setPair({ pairs }: Extensions, { key, value, seq }: Pair): void {
  pairs.delete(key)
  pairs.set(key, { value, seq })
}

export function deletePair({ pairs }: Extensions, key: string): void {
  pairs.delete(key)
}

/** Takes all pairs away, and says up to which version. */
export function clearPairs(extensions: Extensions): void {
  extensions.latestSeq += 1
  extensions.clearSeq = extensions.latestSeq
  extensions.pairs.clear()
}

/** The pairs from a version on, by version. */
export function pairsFrom({ pairs }: Extensions, startSeq: number): Pair[] {
  const found = [...pairs].map(([key, { value, seq }]) => ({ key, value, seq }))
  return found.filter(({ seq }) => seq >= startSeq)
}
