import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { GatewayError, invalid } from '../../errors/gateway-error.ts'

/**
 * Reads a request's body, which must be JSON.
 * @throws GatewayError INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE or PAYLOAD_TOO_LARGE
 */
export function readBody({ headers, body, isBase64Encoded }: APIGatewayProxyEventV2, limit: number): unknown {
  demandJson(headers?.['content-type'])
  // An event written by hand, or by a proxy, says null where there is none.
  const text = body ?? ''
  const bytes = isBase64Encoded ? Buffer.from(text, 'base64') : text
  const size = Buffer.byteLength(bytes)
  if (size > limit) {
    throw new GatewayError('PAYLOAD_TOO_LARGE', {
      detail: `The body has ${size} bytes; at most ${limit} are taken. Split it into several requests.`,
    })
  }
  return parse(typeof bytes === 'string' ? bytes : decode(bytes))
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

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid([{ pointer: '', message: 'is not UTF-8' }])
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const where = /line \d+ column \d+/.exec(String(error))?.[0]
    const message = text.trim() === '' ? 'is empty; send a JSON object' : `is not JSON${where ? ` (${where})` : ''}`
    throw invalid([{ pointer: '', message }])
  }
}
