import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { guard, reachOf } from '../chat/guard.ts'
import { StartError } from './start-error.ts'

/** Where a stand-in listens; `what` and `flag` are the words of the message about a taken port. */
export interface Place {
  port: number
  host?: string | undefined
  /** Names by which it may be called, beside loopback's. */
  allowHosts?: readonly string[] | undefined
  what: string
  flag: string
}

/**
 * Listens (port 0 takes any free one), lets no page from elsewhere in, and answers the server's URL.
 * Throws a StartError naming the flag when the port is taken or not allowed.
 */
export function listen(server: Server, place: Place): Promise<string> {
  const host = place.host ?? '127.0.0.1'
  guard(server, reachOf(host, place.allowHosts))
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, place) ?? error))
    server.listen(place.port, host, () => resolve(`http://${host}:${(server.address() as AddressInfo).port}`))
  })
}

/** The clear message for a port that can't be had, or undefined for any other error. */
export function portError(error: unknown, { port, what, flag }: Place): StartError | undefined {
  const reason = { EADDRINUSE: 'is taken', EACCES: 'is not allowed' }[(error as NodeJS.ErrnoException).code ?? '']
  if (reason === undefined) return undefined
  return new StartError(
    `Port ${port} ${reason}, so ${what} can't start. Stop what uses it, or choose another: npm start -- ${flag} N (0 takes any free one).`,
    { cause: error },
  )
}

/** Closes at once: idle keep-alive connections would hold a plain close() open for seconds. */
export function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
