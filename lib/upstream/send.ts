import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { lookup } from './lookup.ts'
import { CONNECT_MS } from './probe.ts'
import { type Received, receive, type Unread } from './receive.ts'
import type { Origin } from './regions.ts'

/** What became of one HTTP exchange. Only a `reply` says anything; of the others only `unsent` proves that nothing was done. */
export type Sent =
  | Received
  | { readonly kind: 'unsent'; readonly reason: string }
  | Unread
  | { readonly kind: 'lost'; readonly reason: 'timeout' }

export interface Exchange {
  readonly origin: Origin
  /** Path and query; it carries the UserSig, so it is never logged. */
  readonly path: string
  readonly body: string
  /** Milliseconds for all of it: connecting, sending, and the whole reply. */
  readonly timeoutMs: number
}

/** Idle sockets are dropped before a sandbox that slept could send into a dead one. */
const IDLE_MS = 20_000

const settings = { keepAlive: true, timeout: IDLE_MS, scheduling: 'lifo', lookup } as const
const plain = new http.Agent(settings)
const secure = new https.Agent(settings)

/** POSTs JSON over a kept-alive connection. Never throws: every end is a `Sent`. */
export function send({ origin, path, body, timeoutMs }: Exchange): Promise<Sent> {
  const { hostname, port } = origin
  const isSecure = origin.protocol === 'https:'
  const request = (isSecure ? https : http).request({
    hostname,
    port,
    path,
    method: 'POST',
    agent: isSecure ? secure : plain,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'accept-encoding': 'identity',
    },
  })
  return new Promise((resolve) => {
    const connected = trackConnection(request, isSecure, () => lose('timeout', 'the connection was not made in time'))
    let answered: () => Received | undefined = () => undefined
    const end = (sent: Sent, isWhole = false) => {
      clearTimeout(timer)
      resolve(sent)
      if (!isWhole) request.destroy()
    }
    const lose = (reason: 'timeout' | 'cut', detail: string) =>
      end(answered() ?? (connected() ? { kind: 'lost', reason } : { kind: 'unsent', reason: detail }))
    const timer = setTimeout(() => lose('timeout', 'no time was left to connect'), timeoutMs)
    request.on('error', (error: NodeJS.ErrnoException) => lose('cut', error.code ?? error.name))
    request.on('response', (response) => {
      answered = receive(response, end)
    })
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
