import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { dropUnused, keptAgents, newAgents } from '../sockets/kept.ts'
import { lookup } from './lookup.ts'
import { Patience } from './patience.ts'
import { CONNECT_MS } from './probe.ts'
import { type Received, Reception, type Unread } from './receive.ts'
import type { Origin } from './regions.ts'

/** What became of one HTTP exchange. Only a `reply` says anything; of the others only `unsent` proves that nothing was done. */
export type Sent =
  | Received
  | { readonly kind: 'unsent'; readonly reason: string }
  | ((Unread | { readonly kind: 'lost'; readonly reason: 'timeout' }) & {
      /** The connection had been used before. It may have died while we slept, so its cut says nothing of the host. */
      readonly onUsed?: boolean
    })

export interface Exchange {
  readonly origin: Origin
  /** Path and query; it carries the UserSig, so it is never logged. */
  readonly path: string
  readonly body: string
  /** Milliseconds for all of it: connecting, sending, and the whole reply. */
  readonly timeoutMs: number
  /** Milliseconds that no exchange outlasts, though it has to wait until there is room to read its reply. */
  readonly latestMs: number
  /** Whether it goes out on a connection that nobody has used. */
  readonly needsNew?: boolean
}

const kept = keptAgents({ lookup })
const unused = newAgents({ lookup })

/** POSTs JSON over a connection that is kept for the next one, unless it needs a new one. Never throws: every end is a `Sent`. */
export function send({ origin, path, body, timeoutMs, latestMs, needsNew = false }: Exchange): Promise<Sent> {
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
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'accept-encoding': 'identity',
    },
  })
  return new Promise((resolve) => {
    const connected = trackConnection(request, isSecure, () => lose('timeout', 'the connection was not made in time'))
    let reception: Reception | undefined
    let settle: typeof resolve | undefined = resolve
    const end = (sent: Sent, isWhole = false) => {
      patience.stop()
      reception?.close()
      settle?.(sent.kind === 'lost' ? { ...sent, onUsed: request.reusedSocket } : sent)
      // Listeners on a kept connection keep the exchange that opened it; what was read, megabytes perhaps, is not kept with it.
      settle = undefined
      if (!isWhole) request.destroy()
    }
    const lose = (reason: 'timeout' | 'cut', detail: string) =>
      end(reception?.early() ?? (connected() ? { kind: 'lost', reason } : { kind: 'unsent', reason: detail }))
    const patience = new Patience(timeoutMs, latestMs, () => lose('timeout', 'no time was left to connect'))
    request.on('error', (error: NodeJS.ErrnoException) => lose('cut', error.code ?? error.name))
    request.on('response', (response) => {
      reception = new Reception(response, { end, patience })
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
