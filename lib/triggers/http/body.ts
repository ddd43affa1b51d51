import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { GatewayError, invalid } from '../../errors/gateway-error.ts'
import { readJson, type Told } from './json-text.ts'

/** A body as it was read. */
export interface ReadBody extends Told {
  /** Of its text, decoded. */
  readonly bytes: number
}

/**
 * Reads a request's body, which must be JSON in UTF-8.
 * @throws GatewayError INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE or PAYLOAD_TOO_LARGE
 */
export function readBody({ headers, body, isBase64Encoded }: APIGatewayProxyEventV2, limit: number): ReadBody {
  demandJson(headers?.['content-type'])
  const coding = codingOf(headers?.['content-encoding'])
  // An event written by hand, or by a proxy, says null where there is none.
  const sent = isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? '')
  demandSize(sent, limit)
  const read = coding && sent.length > 0 ? expand(sent, coding, limit) : sent
  const text = typeof read === 'string' ? read : decode(read)
  // A byte order mark is no part of the text; Windows' tools write one.
  return { ...readJson(text.startsWith('\ufeff') ? text.slice(1) : text), bytes: Buffer.byteLength(read) }
}

/** The API joins headers that came twice by a comma; a client and its proxy may both have said the same. */
function demandJson(header = ''): void {
  const types = header.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []
  const different = new Set(types.map((type) => type.toLowerCase().replaceAll(/\s/g, '')))
  if (different.size > 1) {
    const detail = 'The body has several content types that differ. Send one: `content-type: application/json`.'
    throw new GatewayError('UNSUPPORTED_MEDIA_TYPE', { detail })
  }
  if (!/^\s*application\/([\w.+-]+\+)?json\s*(;|$)/i.test(types[0] ?? '')) {
    throw new GatewayError('UNSUPPORTED_MEDIA_TYPE')
  }
}

function demandSize(body: string | Buffer, limit: number): void {
  const size = Buffer.byteLength(body)
  if (size <= limit) return
  throw new GatewayError('PAYLOAD_TOO_LARGE', {
    detail: `The body has ${size} bytes; at most ${limit} are taken. Split it into several requests.`,
  })
}

interface Coding {
  readonly name: string
  readonly expand: (bytes: Buffer, options: ZlibOptions) => Buffer
}

/** Some send what `deflate` means (RFC 1950), some what its name says (RFC 1951): the first byte tells. */
const inflate: Coding['expand'] = (bytes, options) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options)

const codings: ReadonlyMap<string, Coding> = new Map([
  ['gzip', { name: 'gzip', expand: gunzipSync }],
  ['x-gzip', { name: 'gzip', expand: gunzipSync }],
  ['deflate', { name: 'deflate', expand: inflate }],
  ['br', { name: 'br', expand: brotliDecompressSync }],
])

const MOST_CODING_CHARACTERS = 100

/** How the body is packed; undefined where it is not. `identity` beside a coding, of a client and its proxy, is no second one. */
function codingOf(header = ''): Coding | undefined {
  const said = header.trim().toLowerCase()
  const names = said
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  const coding = codings.get(names.join())
  if (coding || names.length === 0) return coding
  return refuseCoding(said)
}

function refuseCoding(name: string): never {
  const said = JSON.stringify(name.slice(0, MOST_CODING_CHARACTERS))
  const detail = `The body’s content-encoding ${said} is not read here. Send it as it is, or with one of gzip, deflate, br.`
  throw new GatewayError('UNSUPPORTED_MEDIA_TYPE', { detail })
}

/** Stops where the limit is passed, however much a small body would expand to. */
function expand(sent: string | Buffer, coding: Coding, limit: number): Buffer {
  try {
    return coding.expand(typeof sent === 'string' ? Buffer.from(sent) : sent, { maxOutputLength: limit })
  } catch (error) {
    if (Object(error).code !== 'ERR_BUFFER_TOO_LARGE') {
      throw invalid([{ pointer: '', message: `is not ${coding.name}, as its content-encoding says` }])
    }
    throw new GatewayError('PAYLOAD_TOO_LARGE', {
      detail: `The body has more than ${limit} bytes once it is unpacked; at most so many are taken. Split it into several requests.`,
    })
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw invalid([{ pointer: '', message: 'is not UTF-8; write its text in UTF-8' }])
  }
}
