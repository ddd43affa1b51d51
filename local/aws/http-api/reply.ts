import { validateHeaderName, validateHeaderValue } from 'node:http'

/** What goes back over the wire. */
export interface Reply {
  status: number
  headers: Record<string, string | string[]>
  body: Buffer
}

/** An answer of the API's own; all of them look so. */
export function ownReply(status: number, message: string): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ message })) }
}

/**
 * Turns a handler's answer into the reply as payload format 2.0 says: with a `statusCode` it is the reply, anything else is
 * the JSON body of a 200. A reply that can't be sent is a 500.
 */
export function replyOf(answer: unknown): Reply {
  const { statusCode, headers, cookies, body, isBase64Encoded } = Object(answer)
  if (statusCode === undefined) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(answer)) }
  }
  const status = Number(statusCode)
  if (!Number.isInteger(status) || status < 100 || status > 599 || !(body == null || typeof body === 'string')) {
    return ownReply(500, 'Internal Server Error')
  }
  const all = { ...plainHeaders(headers, body), ...(Array.isArray(cookies) && { 'set-cookie': cookies.map(String) }) }
  if (!Object.entries(all).every(([name, value]) => isSendable(name, value))) {
    return ownReply(500, 'Internal Server Error')
  }
  return {
    status,
    headers: all,
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  }
}

function plainHeaders(headers: unknown, body: unknown): Record<string, string> {
  const entries = Object.entries(Object(headers)).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    String(value),
  ])
  // The length and the connection are the API's own business.
  const kept = entries.filter(([name]) => !['content-length', 'connection', 'transfer-encoding'].includes(name))
  return { ...(Boolean(body) && { 'content-type': 'text/plain;charset=UTF-8' }), ...Object.fromEntries(kept) }
}

function isSendable(name: string, value: string | string[]): boolean {
  try {
    validateHeaderName(name)
    for (const line of [value].flat()) validateHeaderValue(name, line)
    return true
  } catch {
    return false
  }
}
