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

/** RFC 1950, 2.2: the method, and a check of the first two bytes. */
const hasZlibHeader = (packed: Buffer): boolean =>
  packed.length >= 2 && ((packed[0] ?? 0) & 0x0f) === 8 && packed.readUInt16BE(0) % 31 === 0

/** By its name `deflate` is the zlib format (RFC 9110), but some send the bare one. */
const undoDeflate: Coding['undo'] = (packed, options) => (hasZlibHeader(packed) ? undoZlib : undoBare)(packed, options)

const codings: ReadonlyMap<string, Coding> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', { name: 'deflate', undo: undoDeflate }],
  ['br', { name: 'br', undo: promisify(brotliDecompress) }],
])

/**
 * How a body is packed, by its `content-encoding`; undefined where it is not. `identity` beside a coding, of somebody and a proxy, is no
 * second one. Two of them, or one that is not read here, are `unknown`.
 */
export function codingOf(header = ''): Coding | 'unknown' | undefined {
  const names = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  return names.length === 0 ? undefined : (codings.get(names.join()) ?? 'unknown')
}

/** A body would be larger than it may, once it is unpacked. */
export class Oversize extends Error {}

/**
 * Unpacks a body, and stops where it passes the bound: a few kilobytes can stand for gigabytes.
 * @throws Oversize where it does, and any other Error where the body is not packed so
 */
export async function unpack(packed: Buffer, coding: Coding, mostBytes: number): Promise<Buffer> {
  try {
    return await coding.undo(packed, { maxOutputLength: mostBytes })
  } catch (error) {
    throw Object(error).code === 'ERR_BUFFER_TOO_LARGE' ? new Oversize() : error
  }
}
