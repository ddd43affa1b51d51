import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** The agents that open connections for one kind of peer: plain ones, and ones over TLS. */
export interface Agents {
  readonly http: http.Agent
  readonly https: https.Agent
}

/** How connections are opened, whether they are kept or not. */
export type AgentOptions = Pick<http.AgentOptions, 'lookup' | 'maxSockets'>

/**
 * A connection that was unused for longer is not used again. Lambda freezes a sandbox between two invocations. Meanwhile its peers, or
 * a device on the way, may close its connections, and the sandbox does not hear of it.
 */
export const MOST_IDLE_MS = 3000

/** As `mostIdleMs` it closes every connection, since none has been unused for less. */
const NONE = -1

/** When each connection was last taken or given back. It is by the wall clock, since timers do not see a freeze. */
const usedAt = new WeakMap<Duplex, number>()
/** Errors of exchanges that began on a used connection and ended without a byte of an answer. */
const unanswered = new WeakSet<Error>()

/** Agents that keep a connection as long as it may be used again. */
export function keptAgents(options: AgentOptions = {}): Agents {
  const kept = { keepAlive: true, timeout: MOST_IDLE_MS, scheduling: 'lifo', ...options } as const
  return { http: watch(new http.Agent(kept)), https: watch(new https.Agent(kept)) }
}

/** Agents that open a new connection for each exchange. */
export const newAgents = (options: AgentOptions = {}): Agents => ({
  http: new http.Agent({ keepAlive: false, ...options }),
  https: new https.Agent({ keepAlive: false, ...options }),
})

/** Closes the connections that were unused for longer than this. To be called before an exchange takes one. */
export function dropUnused(agent: http.Agent, mostIdleMs = MOST_IDLE_MS): void {
  const now = Date.now()
  for (const sockets of Object.values(agent.freeSockets)) {
    const stale = sockets?.filter((socket) => !isFresh(socket, mostIdleMs, now)) ?? []
    for (const socket of stale) socket.destroy()
  }
}

/**
 * Whether a call most likely failed because its connection was dead: the connection had been used before, and was cut before any byte of an
 * answer came. The request may have arrived all the same.
 */
export const diedUnanswered = (error: unknown): boolean => error instanceof Error && unanswered.has(error)

/** Whether a connection was used lately enough. After the clock was set back nobody can tell, so it was not. */
function isFresh(socket: Duplex, mostIdleMs: number, now = Date.now()): boolean {
  const idleMs = now - (usedAt.get(socket) ?? 0)
  return idleMs >= 0 && idleMs <= mostIdleMs
}

/** Makes an agent note when its connections are used, and how exchanges on used ones end. */
function watch<A extends http.Agent>(agent: A): A {
  const create = agent.createConnection.bind(agent)
  const keep = agent.keepSocketAlive.bind(agent)
  const reuse = agent.reuseSocket.bind(agent)
  agent.createConnection = (...given) => {
    const socket = create(...given)
    if (socket) usedAt.set(socket, Date.now())
    return socket
  }
  agent.keepSocketAlive = (socket) => {
    // An answer that came during a freeze is read only after it. Then the connection has been unused since the request was sent.
    const wasQuick = isFresh(socket, MOST_IDLE_MS)
    usedAt.set(socket, Date.now())
    return wasQuick && keep(socket)
  }
  agent.reuseSocket = (socket, request) => {
    usedAt.set(socket, Date.now())
    noteEnd(agent, socket as Socket, request)
    reuse(socket, request)
  }
  return agent
}

/** If one connection turns out dead, closes all the others, which have lain unused at least as long, instead of trying one after another. */
function noteEnd(agent: http.Agent, socket: Socket, request: http.ClientRequest): void {
  const { bytesRead } = socket
  request.once('error', (error: NodeJS.ErrnoException) => {
    if (socket.bytesRead !== bytesRead) return
    dropUnused(agent, NONE)
    // A peer that answers late is there, so a time-out is no sign of a dead connection.
    if (error.code !== 'ETIMEDOUT') unanswered.add(error)
  })
}
