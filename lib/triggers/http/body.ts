import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { GatewayError, invalid } from '../../errors/gateway-error.ts'
import { type Coding, codingOf, Oversize, unpack } from '../../sockets/codings.ts'
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
export async function readBody(event: APIGatewayProxyEventV2, limit: number): Promise<ReadBody> {
  const { headers, body, isBase64Encoded } = event
  demandJson(headers?.['content-type'])
  const coding = demandKnown(headers?.['content-encoding'])
  // An event written by hand, or by a proxy, says null where there is none.
  const sent = isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? '')
  demandSize(sent, limit)
  const read = coding && sent.length > 0 ? await expand(sent, coding, limit) : sent
  const text = typeof read === 'string' ? read : decode(read)
  // A byte order mark is no part of the text; Windows' tools write one.
  return { ...(await readJson(text.startsWith('\ufeff') ? text.slice(1) : text)), bytes: Buffer.byteLength(read) }
}

/** As nearly all send it, so that they are not kept with the rest. */
const USUAL_TYPE = 'application/json'

/** The API joins headers that came twice by a comma; a client and its proxy may both have said the same. */
function demandJson(header = ''): void {
  if (header === USUAL_TYPE) return
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

const MOST_CODING_CHARACTERS = 100

function demandKnown(header = ''): Coding | undefined {
  const coding = codingOf(header)
  if (coding !== 'unknown') return coding
  const said = JSON.stringify(header.trim().toLowerCase().slice(0, MOST_CODING_CHARACTERS))
  const detail = `The body’s content-encoding ${said} is not read here. Send it as it is, or with one of gzip, deflate, br.`
  throw new GatewayError('UNSUPPORTED_MEDIA_TYPE', { detail })
}

async function expand(sent: string | Buffer, coding: Coding, limit: number): Promise<Buffer> {
  try {
    return await unpack(typeof sent === 'string' ? Buffer.from(sent) : sent, coding, limit)
  } catch (error) {
    if (!(error instanceof Oversize)) {
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
