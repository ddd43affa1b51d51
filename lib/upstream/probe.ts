import net from 'node:net'
import tls from 'node:tls'
import { lookup } from './lookup.ts'
import type { Origin } from './regions.ts'

/** A host that takes longer to connect to is taken for gone: another may be near, and nothing is lost. */
export const CONNECT_MS = 2000

/**
 * Whether a connection to the origin can be made, TLS and its certificate included, within `timeoutMs`. Nothing is sent over
 * it. Never rejects, and keeps no process alive.
 */
export function probe({ protocol, hostname, port }: Origin, timeoutMs = CONNECT_MS): Promise<boolean> {
  return new Promise((resolve) => {
    const isSecure = protocol === 'https:'
    // A socket is given IPv6 addresses without the brackets of a URL.
    const host = hostname.replace(/^\[|\]$/g, '')
    const at = { host, port: Number(port || (isSecure ? 443 : 80)), lookup }
    const servername = net.isIP(host) === 0 ? { servername: host } : {}
    const end = (answers: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answers)
    }
    const socket = isSecure ? tls.connect({ ...at, ...servername }) : net.connect(at)
    const timer = setTimeout(end, timeoutMs, false).unref()
    socket.unref()
    socket.once(isSecure ? 'secureConnect' : 'connect', () => end(true))
    socket.on('error', () => end(false))
  })
}
