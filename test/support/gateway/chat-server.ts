import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SnsItem {
  readonly Tag: string
  readonly Value: unknown
}
export interface UpdateBody {
  readonly From_Account: string
  readonly UpdateItem: readonly { readonly To_Account: string; readonly SnsItem: readonly SnsItem[] }[]
}
/** One call as it arrived: what the gateway put on the wire. */
export interface Call {
  readonly number: number
  readonly at: number
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly text: string
  readonly body: UpdateBody
}
/** An answer written byte by byte rather than as a well-behaved JSON reply. */
export class Wire {
  readonly write: (response: ServerResponse, request: IncomingMessage) => void
  constructor(write: Wire['write']) {
    this.write = write
  }
}
export type Reply = Wire | object
export type Script = (call: Call) => Reply | Promise<Reply>

export interface Chat {
  readonly url: string
  readonly calls: Call[]
  /** Sockets opened so far. */
  readonly sockets: () => number
  /** The most calls that were ever under way at once: in all, or of one account. */
  readonly most: (account?: string) => number
  script: Script
  /** Forgets what was recorded and answers by this script from now on. */
  readonly play: (script: Script) => void
  /** Takes no further connections; those made before stay. */
  readonly stopListening: () => void
  readonly close: () => void
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** How many are under way at once, in all and by name. */
function crowd() {
  const inside = new Map<string, number>()
  const most = new Map<string, number>()
  const step = (name: string, by: number) => {
    const now = (inside.get(name) ?? 0) + by
    inside.set(name, now)
    most.set(name, Math.max(most.get(name) ?? 0, now))
  }
  return {
    enter: (account: string) => ['', account].map((name) => step(name, 1)),
    leave: (account: string) => ['', account].map((name) => step(name, -1)),
    most: (account = '') => most.get(account) ?? 0,
    clear: () => most.clear(),
  }
}

const bodyOf = (text: string): UpdateBody => {
  try {
    return JSON.parse(text) as UpdateBody
  } catch {
    return { From_Account: 'unreadable', UpdateItem: [] }
  }
}

async function readCall(request: IncomingMessage, calls: readonly Call[]): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://chat')
  const text = await textOf(request)
  return {
    number: calls.length + 1,
    at: performance.now(),
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    text,
    body: bodyOf(text),
  }
}

/** A Chat server that says whatever the test's script says, and remembers what it was asked; at any free port, or the given. */
export async function startChat(script: Script, port = 0): Promise<Chat> {
  const calls: Call[] = []
  const under = crowd()
  let sockets = 0
  const server = createServer(async (request, response) => {
    const call = await readCall(request, calls)
    calls.push(call)
    under.enter(call.body.From_Account)
    response.once('close', () => under.leave(call.body.From_Account))
    const reply = await chat.script(call)
    if (reply instanceof Wire) return reply.write(response, request)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(reply))
  })
  server.on('connection', () => {
    sockets += 1
  })
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const play = (next: Script) => {
    calls.length = 0
    under.clear()
    chat.script = next
  }
  const stopListening = () => void server.close()
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const chat: Chat = { url, calls, sockets: () => sockets, most: under.most, script, play, stopListening, close }
  return chat
}
