import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from './certificate.ts'
import { answerControl } from './control/index.ts'
import type { RestRequest } from './gate.ts'
import { type Reach, refusalOf } from './guard.ts'
import { helpText } from './help.ts'
import { type Region, regionOfHost } from './regions.ts'
import { serveCall } from './rest.ts'
import { Tunnels } from './tunnel.ts'
import { sendJson, sendOutcome, sendText } from './wire.ts'
import type { World } from './world/index.ts'

export interface ListenAt {
  host: string
  port: number
  /** The option that sets the port, for the message about a taken one. */
  option: string
  /** Whose names it goes by. */
  reach: Reach
  /** Present: https. */
  certificate?: Certificate
  /** Present: this listener serves one region only. */
  region?: Region
}

/** A listener that is up; `close` ends its sockets at once. */
export interface Listener {
  url: string
  close(): Promise<void>
}

/** Listens; a port that is taken rejects with an error that names it and the option to change it. */
export async function listen(world: World, at: ListenAt): Promise<Listener> {
  const handle = handler(world, at)
  const server = patient(at.certificate ? https.createServer(at.certificate, handle) : http.createServer(handle))
  const makeSecure = async () => patient(https.createServer((await world.identity()).server, handle))
  const tunnels = new Tunnels(server, at.certificate ? patient(http.createServer(handle)) : server, makeSecure)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, at)))
    server.listen(at.port, at.host, resolve)
  })
  const closed = () => {
    tunnels.close()
    return close(server)
  }
  return { url: urlOf(server, at), close: closed }
}

/** The real service keeps connections; a short default would race with a client that reuses one. */
function patient<Kind extends Server>(server: Kind): Kind {
  server.keepAliveTimeout = 60_000
  return server
}

function explain(error: NodeJS.ErrnoException, { host, port, option }: ListenAt): Error {
  const { code = '' } = error
  if (code === 'EADDRINUSE')
    return new Error(`port ${port} is taken: choose another one with ${option}`, { cause: error })
  if (!/^(EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN)$/.test(code)) return error
  const message = `${host} is no address of this machine: choose another one with --host (option host)`
  return new Error(message, { cause: error })
}

function urlOf(server: Server, { host, certificate }: ListenAt): string {
  const { port } = server.address() as AddressInfo
  const everywhere = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  return `${certificate ? 'https' : 'http'}://${everywhere.includes(':') ? `[${everywhere}]` : everywhere}:${port}`
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function handler(world: World, at: ListenAt): RequestListener {
  return (request, response) => {
    answer(world, at, request, response).catch((error: unknown) => {
      // Closing aborts whatever is under way, and a caller may leave within its body; neither is a failure.
      if (world.closing.signal.aborted || request.socket.destroyed || response.headersSent) return response.destroy()
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
      for (const line of `failed: ${told}`.split('\n')) world.log(line)
      sendJson(response, 500, { error: 'the emulator itself failed; its log says why' }, world.now())
    })
  }
}

async function answer(world: World, at: ListenAt, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = addressOf(request)
  const isCall = url.pathname.startsWith('/v4/')
  const refusal = refusalOf(request, at.reach, (host) => isCall && regionOfHost(host) !== undefined)
  if (refusal !== undefined) return sendJson(response, 403, { error: refusal }, world.now())
  const bytes = await readBody(request, world.limits.bodyBytes)
  if (bytes === undefined) return sendJson(response, 413, { error: 'the body is larger than bodyBytes' }, world.now())
  const body = textOf(bytes)
  if (url.pathname === '/') return sendText(response, 200, 'text/plain', helpText(), world.now())
  if (url.pathname.startsWith('/_emulator')) {
    const { status, body: answered } = await answerControl(world, { method: request.method ?? 'GET', url, body })
    if (typeof answered === 'string') return sendText(response, status, 'application/x-pem-file', answered, world.now())
    return sendJson(response, status, answered, world.now())
  }
  const call = restRequest(request, url, body, at.region)
  await serveCall(world, call, (outcome) => sendOutcome(response, outcome, world.now()))
}

/** Clients that put base and path together may write one slash too many, and those behind a proxy send the whole URL. */
function addressOf({ url = '/' }: IncomingMessage): URL {
  const given = url.replace(/^\/+/, '/')
  const found = new URL(URL.canParse(given, 'http://emulator') ? given : '/?', 'http://emulator')
  found.pathname = found.pathname.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')
  return found
}

function restRequest(request: IncomingMessage, url: URL, body: string | undefined, region: Region | undefined) {
  const [, service, name] = /^\/v4\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? []
  return {
    method: request.method ?? '',
    target: service !== undefined && name !== undefined ? { service, name } : undefined,
    query: url.searchParams,
    body,
    host: request.headers.host,
    region,
    ip: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  } satisfies RestRequest
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += part.length
    if (bytes <= maxBytes) parts.push(part)
  }
  return bytes > maxBytes ? undefined : Buffer.concat(parts)
}

/** The text without its byte order mark; undefined for bytes that are no UTF-8, which nobody may take for other characters. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
