import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { answerControl } from './control/index.ts'
import type { RestRequest } from './gate.ts'
import { helpText } from './help.ts'
import type { Region } from './regions.ts'
import { serveCall } from './rest.ts'
import { sendJson, sendOutcome, sendText } from './wire.ts'
import type { World } from './world.ts'

export interface ListenAt {
  host: string
  port: number
  /** The option that sets the port, for the message about a taken one. */
  option: string
  /** Present: https. */
  certificate?: { key: string; cert: string }
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
  const handle = handler(world, at.region)
  const server = at.certificate ? https.createServer(at.certificate, handle) : http.createServer(handle)
  // The real service keeps connections; a short default would race with a client that reuses one.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, at)))
    server.listen(at.port, at.host, resolve)
  })
  return { url: urlOf(server, at), close: () => close(server) }
}

function explain(error: NodeJS.ErrnoException, { port, option }: ListenAt): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new Error(`port ${port} is taken: choose another one with ${option}`, { cause: error })
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

function handler(world: World, region: Region | undefined): RequestListener {
  return (request, response) => {
    answer(world, region, request, response).catch((error: unknown) => {
      // Closing aborts whatever is under way, and a caller may leave within its body; neither is a failure.
      if (world.closing.signal.aborted || request.socket.destroyed || response.headersSent) return response.destroy()
      world.log(`failed: ${error instanceof Error ? error.stack : error}`)
      sendJson(response, 500, { error: 'the emulator itself failed; its log says why' }, world.now())
    })
  }
}

async function answer(
  world: World,
  region: Region | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://emulator') ?? new URL('http://emulator/?')
  const body = await readBody(request, world.limits.bodyBytes)
  if (body === undefined) return sendJson(response, 413, { error: 'the body is larger than bodyBytes' }, world.now())
  if (url.pathname === '/') return sendText(response, 200, 'text/plain', helpText(), world.now())
  if (url.pathname.startsWith('/_emulator')) {
    const { status, body: answered } = answerControl(world, { method: request.method ?? 'GET', url, body })
    return sendJson(response, status, answered, world.now())
  }
  const call = restRequest(request, url, body, region)
  await serveCall(world, call, (outcome) => sendOutcome(response, outcome, world.now()))
}

function restRequest(request: IncomingMessage, url: URL, body: string, region: Region | undefined): RestRequest {
  const [, service, name] = /^\/v4\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? []
  return {
    method: request.method ?? '',
    target: service !== undefined && name !== undefined ? { service, name } : undefined,
    query: url.searchParams,
    body,
    host: request.headers.host,
    region,
    ip: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  }
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += part.length
    if (bytes <= maxBytes) parts.push(part)
  }
  return bytes > maxBytes ? undefined : Buffer.concat(parts).toString('utf8')
}
