/** An item as it will be sent: written to JSON once, however often it goes out. */
export interface Entry {
  readonly id: string
  readonly json: string
  /** As it was asked for, where a call's form depends on it. */
  readonly item?: unknown
}

/** Chat publishes no limit of a body's size; about 1 MB is prudent. */
export const MOST_BYTES = 900_000
/** Of that, what one entry may take, since its call stands around it. */
export const MOST_ENTRY_BYTES = MOST_BYTES - 1000

/**
 * Splits entries, in order, into calls of at most `limit` entries and 900 kB.
 * @param frameBytes what each call carries around its entries
 */
export function chunk(entries: readonly Entry[], limit: number, frameBytes: number): Entry[][] {
  const chunks: Entry[][] = []
  let current: Entry[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.json) + 1
    if (current.length > 0 && (current.length === limit || frameBytes + bytes + size > MOST_BYTES)) {
      chunks.push(current)
      current = []
      bytes = 0
    }
    current.push(entry)
    bytes += size
  }
  if (current.length > 0) chunks.push(current)
  return chunks
}
