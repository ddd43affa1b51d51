import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { isIP } from 'node:net'

/** By what names a server of this machine may be addressed, beside those of loopback. */
export interface Reach {
  names: readonly string[]
  /** It listens on every address, so that any IP address may be one of its own. */
  anyAddress: boolean
}

/** The reach of a server that listens on `host`, with further names that its user allows. */
export function reachOf(host = '127.0.0.1', allowed: readonly string[] = []): Reach {
  const anyAddress = host === '0.0.0.0' || host === '::'
  return { anyAddress, names: [...allowed, ...(anyAddress ? [] : [host])].map((name) => nameOf(name) ?? name) }
}

/**
 * Why a request is refused, or undefined. A page from elsewhere that somebody has open in a browser must reach no local server: it
 * says where it is from (`Origin`), and one whose own name leads here (DNS rebinding) calls the server by that name (`Host`).
 * @param isOwn further names that this very request may go by
 */
export function refusalOf(
  { headers }: Pick<IncomingMessage, 'headers'>,
  reach: Reach,
  isOwn: (host: string) => boolean = () => false,
): string | undefined {
  const { host, origin } = headers
  const name = host === undefined ? 'localhost' : nameOf(host)
  if (name === undefined || !(isKnown(name, reach) || isOwn(name))) {
    return 'The Host header names none of this server’s own names. Call it by 127.0.0.1 or localhost, or allow the name with --allow-host.'
  }
  const from = origin === undefined ? 'localhost' : nameOf(origin.replace(/^[a-z-]+:\/\//, ''))
  if (from !== undefined && isKnown(from, reach)) return undefined
  return 'Pages from other origins may not call this server. Open the page from this machine, or allow its host with --allow-host.'
}

function isKnown(name: string, { names, anyAddress }: Reach): boolean {
  const bare = name.replace(/^\[|\]$/g, '')
  return isLoopback(bare) || names.includes(name) || (anyAddress && isIP(bare) !== 0)
}

/** Whether a host, IPv6 without brackets, is this machine and no other. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** Whether a server can be called by it: a name or an address, with a port or without. */
export const isHost = (text: string): boolean => nameOf(text) !== undefined

/** The name in `name:port`, as URLs have it: lower case, IPv6 in brackets; undefined for what is none. */
function nameOf(text: string): string | undefined {
  const bracketed = isIP(text) === 6 ? `[${text}]` : text
  const url = `http://${bracketed}`
  return /^[^/?#@\\]+$/.test(bracketed) && URL.canParse(url) ? new URL(url).hostname : undefined
}

/** Puts the check before all that a server does with requests. */
export function guard(server: Server, reach: Reach): void {
  const answering = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request, reach)
    if (refusal === undefined) for (const answer of answering) answer.call(server, request, response)
    else response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ message: refusal }))
  })
}
