import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What opens connections for one peer or one kind of peer: plain ones and those over TLS. */
export interface Agents {
  readonly http: http.Agent
  readonly https: https.Agent
}

/** How connections are opened, whether they are kept or not. */
export type AgentOptions = Pick<http.AgentOptions, 'lookup' | 'maxSockets'>

/**
 * A connection that nobody has used for longer is not used again. A sandbox is frozen between two invocations, and its peers, or
 * what stands between, give its connections up meanwhile without its hearing of it.
 */
export const MOST_IDLE_MS = 3000

/** No connection is unused for less. */
const NONE = -1

/** When a connection was last begun to be used, or given back, by the wall clock: a freeze counts, which timers sleep through. */
const usedAt = new WeakMap<Duplex, number>()
/** Errors of exchanges that ended on a connection used before, with no byte of an answer. */
const unanswered = new WeakSet<Error>()

/** Agents that keep connections for as long as they may be used again. */
export function keptAgents(options: AgentOptions = {}): Agents {
  const kept = { keepAlive: true, timeout: MOST_IDLE_MS, scheduling: 'lifo', ...options } as const
  return { http: watch(new http.Agent(kept)), https: watch(new https.Agent(kept)) }
}

/** Agents whose every exchange has a connection of its own. */
export const newAgents = (options: AgentOptions = {}): Agents => ({
  http: new http.Agent({ keepAlive: false, ...options }),
  https: new https.Agent({ keepAlive: false, ...options }),
})

/** Gives up the connections that nobody has used for so long: to be called before an exchange takes one. */
export function dropUnused(agent: http.Agent, mostIdleMs = MOST_IDLE_MS): void {
  // The agent takes the last one, which was given back last: where that is too old, so are all before it.
  for (const socket of Object.values(agent.freeSockets).flat()) {
    if (socket && !isFresh(socket, mostIdleMs)) socket.destroy()
  }
}

/**
 * Whether a call failed for the connection it was given, most likely: that was used before, and was cut before any byte of an answer
 * came. What was sent may have arrived all the same.
 */
export const diedUnanswered = (error: unknown): boolean => error instanceof Error && unanswered.has(error)

/** A clock that was set back proves nothing of a connection. */
function isFresh(socket: Duplex, mostIdleMs: number): boolean {
  const idleMs = Date.now() - (usedAt.get(socket) ?? 0)
  return idleMs >= 0 && idleMs <= mostIdleMs
}

/** Has an agent note how old its connections are, and what becomes of those that are used again. */
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
    // An answer that came while the sandbox was frozen is read only after it; then the connection is as old as its question.
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

/** Where one connection is dead, those that have lain beside it for as long are not tried one after another. */
function noteEnd(agent: http.Agent, socket: Socket, request: http.ClientRequest): void {
  const { bytesRead } = socket
  request.once('error', (error: NodeJS.ErrnoException) => {
    if (socket.bytesRead !== bytesRead) return
    dropUnused(agent, NONE)
    // Who answers late is there: that is no sign of a dead connection.
    if (error.code !== 'ETIMEDOUT') unanswered.add(error)
  })
}
