import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib'

/** A way to pack a body (RFC 9110, 8.4.1). */
export interface Coding {
  readonly name: string
  readonly undo: (packed: Buffer, options: ZlibOptions) => Promise<Buffer>
}

const gzip: Coding = { name: 'gzip', undo: promisify(gunzip) }
const undoZlib = promisify(inflate)
const undoBare = promisify(inflateRaw)

/** Whether a body begins as RFC 1950, 2.2 says: with the method, and two bytes that pass their check. */
const hasZlibHeader = (packed: Buffer): boolean =>
  packed.length >= 2 && ((packed[0] ?? 0) & 0x0f) === 8 && packed.readUInt16BE(0) % 31 === 0

/** `deflate` means the zlib format (RFC 9110), but some clients send bare deflate. Both are read. */
const undoDeflate: Coding['undo'] = (packed, options) => (hasZlibHeader(packed) ? undoZlib : undoBare)(packed, options)

const codings: ReadonlyMap<string, Coding> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', { name: 'deflate', undo: undoDeflate }],
  ['br', { name: 'br', undo: promisify(brotliDecompress) }],
])

/**
 * How a body is packed, by its `content-encoding`; undefined if it is not packed. `identity` does not count, since a proxy may add it to
 * a client's coding. Two codings, or one that we can't read, are `unknown`.
 */
export function codingOf(header = ''): Coding | 'unknown' | undefined {
  if (header === '') return undefined
  const names = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  return names.length === 0 ? undefined : (codings.get(names.join()) ?? 'unknown')
}

/** A body that would be too large once it is unpacked. */
export class Oversize extends Error {}

/**
 * Unpacks a body and stops at the bound, since a few kilobytes can unpack to gigabytes.
 * @throws Oversize if it passes the bound, any other Error if the body is not packed in this way
 */
export async function unpack(packed: Buffer, coding: Coding, mostBytes: number): Promise<Buffer> {
  try {
    return await coding.undo(packed, { maxOutputLength: mostBytes })
  } catch (error) {
    throw Object(error).code === 'ERR_BUFFER_TOO_LARGE' ? new Oversize() : error
  }
}
