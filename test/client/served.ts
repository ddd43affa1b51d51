import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Clock, createGateway, type Gateway, type Settings } from '../../client/src/index.ts'
import type { Answer } from '../support/gateway/answer.ts'
import type { Asked } from '../support/gateway/invocation.ts'

/** A request as it came over the socket. */
export interface Seen {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** What is answered; `cut` breaks the connection off in its place. */
export type Given =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | 'cut'

export interface Served {
  readonly url: string
  readonly seen: Seen[]
  readonly close: () => Promise<void>
}

const seenOf = async (request: IncomingMessage): Promise<Seen> => ({
  method: request.method ?? '',
  path: request.url ?? '',
  headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  text: await text(request),
})

/** A server on this machine. */
export async function serve(answer: (seen: Seen) => Given | Promise<Given>): Promise<Served> {
  const all: Seen[] = []
  const server: Server = createServer(async (request, response) => {
    const seen = await seenOf(request)
    all.push(seen)
    const given = await answer(seen)
    if (given === 'cut') return void request.socket.destroy()
    const { status = 200, headers = {}, body } = given
    response.writeHead(status, headers)
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
  return { url: `http://127.0.0.1:${port}`, seen: all, close }
}

/** A function behind a socket, as an HTTP API without a check of signatures. */
export const serveFunction = (http: (asked: Asked) => Promise<Answer>): Promise<Served> =>
  serve(async ({ method, path, headers, text: body }) => {
    const [rawPath = '', query = ''] = path.split('?')
    const answer = await http({ method, path: rawPath, query, onlyHeaders: headers, ...(body !== '' && { body }) })
    return { status: answer.status, headers: answer.headers, body: answer.text }
  })

/** Answers as the gateway writes them. */
export const ok = (body: object, status = 200): Given => ({
  status,
  headers: { 'content-type': 'application/json', 'x-request-id': 'r-1' },
  body: { requestId: 'r-1', ...body },
})

export const problem = (
  status: number,
  code: string,
  more: object = {},
  headers: Readonly<Record<string, string>> = {},
): Given => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'x-request-id': 'r-1', ...headers },
  body: {
    type: `urn:chat-gateway:error:${code}`,
    title: code,
    status,
    detail: `${code} it is.`,
    code,
    retryable: false,
    requestId: 'r-1',
    ...more,
  },
})

/** What API Gateway writes in the gateway's place. */
export const ofTheApi = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Given => ({
  status,
  headers: { 'content-type': 'application/json', 'apigw-requestid': 'api-1', ...headers },
  body: { message },
})

/** One answer a request; the last goes on for ever. */
export function inTurn(...given: readonly Given[]): (seen: Seen) => Given {
  let turn = 0
  return () => given[Math.min(turn++, given.length - 1)] as Given
}

/** A clock that does not wait, and tells for how long it was asked to. */
export function quickClock(start = Date.parse('2026-01-31T12:00:00Z')): Clock & { readonly waits: number[] } {
  const waits: number[] = []
  let now = start
  return {
    waits,
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      waits.push(ms)
      now += ms
    },
  }
}

/** A client of a server, whose waits take no time. */
export function clientOf(
  { url }: Served,
  settings: Partial<Settings> = {},
): Gateway & { readonly waits: readonly number[] } {
  const clock = quickClock()
  return Object.assign(createGateway({ url, clock, random: () => 0.5, ...settings }), { waits: clock.waits })
}
