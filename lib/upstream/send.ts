import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { dropUnused, keptAgents, newAgents } from '../sockets/kept.ts'
import { lookup } from './lookup.ts'
import { CONNECT_MS } from './probe.ts'
import type { Origin } from './regions.ts'

/** What became of one HTTP exchange. Only a `reply` says anything; of the others only `unsent` proves that nothing was done. */
export type Sent =
  | {
      readonly kind: 'reply'
      readonly status: number
      readonly text: string
      /** What its `Date` header says, in Unix milliseconds, by the second; undefined where that is missing or unreadable. */
      readonly date?: number | undefined
    }
  | { readonly kind: 'unsent'; readonly reason: string }
  | {
      readonly kind: 'lost'
      readonly reason: 'timeout' | 'cut' | 'oversize'
      /** The connection had been used before. It may have died while we slept, so its cut says nothing of the host. */
      readonly onUsed?: boolean
    }

export interface Exchange {
  readonly origin: Origin
  /** Path and query; it carries the UserSig, so it is never logged. */
  readonly path: string
  readonly body: string
  /** Milliseconds for all of it: connecting, sending, and the whole reply. */
  readonly timeoutMs: number
  /** Whether it goes out on a connection that nobody has used. */
  readonly needsNew?: boolean
}

/** A reply to 1,000 items with the longest texts stays far below; what is larger is no answer of Chat's. */
const MOST_REPLY_BYTES = 8 * 1024 * 1024

const kept = keptAgents({ lookup })
const unused = newAgents({ lookup })

/** POSTs JSON over a connection that is kept for the next one, unless it needs a new one. Never throws: every end is a `Sent`. */
export function send({ origin, path, body, timeoutMs, needsNew = false }: Exchange): Promise<Sent> {
  const { hostname, port } = origin
  const isSecure = origin.protocol === 'https:'
  const agent = (needsNew ? unused : kept)[isSecure ? 'https' : 'http']
  dropUnused(agent)
  const request = (isSecure ? https : http).request({
    hostname,
    port,
    path,
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  })
  return new Promise((resolve) => {
    const connected = trackConnection(request, isSecure, () => lose('timeout', 'the connection was not made in time'))
    const end = (sent: Sent) => {
      clearTimeout(timer)
      resolve(sent.kind === 'lost' ? { ...sent, onUsed: request.reusedSocket } : sent)
      if (sent.kind !== 'reply') request.destroy()
    }
    const lose = (reason: 'timeout' | 'cut', detail: string) =>
      end(connected() ? { kind: 'lost', reason } : { kind: 'unsent', reason: detail })
    const timer = setTimeout(() => lose('timeout', 'no time was left to connect'), timeoutMs)
    request.on('error', (error: NodeJS.ErrnoException) => lose('cut', error.code ?? error.name))
    request.on('response', (response) => readReply(response, end))
    // As a text it leaves together with the head, in one write.
    request.end(body)
  })
}

/** Until the connection stands (TLS included), no byte of the call can have reached anybody. */
function trackConnection(request: http.ClientRequest, isSecure: boolean, onTooSlow: () => void): () => boolean {
  let connected = false
  request.once('socket', (socket: Socket) => {
    connected = request.reusedSocket
    if (connected) return
    const timer = setTimeout(onTooSlow, CONNECT_MS)
    socket.once('close', () => clearTimeout(timer))
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      connected = true
      clearTimeout(timer)
    })
  })
  return () => connected
}

function readReply(response: http.IncomingMessage, end: (sent: Sent) => void): void {
  const parts: Buffer[] = []
  let bytes = 0
  response.on('data', (part: Buffer) => {
    parts.push(part)
    bytes += part.length
    if (bytes > MOST_REPLY_BYTES) end({ kind: 'lost', reason: 'oversize' })
  })
  response.on('end', () =>
    end({
      kind: 'reply',
      status: response.statusCode ?? 0,
      text: Buffer.concat(parts).toString('utf8'),
      date: dateOf(response),
    }),
  )
  response.on('error', () => end({ kind: 'lost', reason: 'cut' }))
}

function dateOf({ headers }: http.IncomingMessage): number | undefined {
  const date = Date.parse(headers.date ?? '')
  return Number.isNaN(date) ? undefined : date
}
