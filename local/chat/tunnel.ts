import type http from 'node:http'
import type https from 'node:https'
import type { Duplex } from 'node:stream'
import { regionOfHost } from './regions.ts'

/**
 * CONNECT, as a client with a proxy set sends it: of a tunnel to one of Chat's hosts the emulator itself is the other end, so that
 * the client needs no other change; any other is refused.
 */
export class Tunnels {
  readonly #plain: http.Server
  readonly #makeSecure: () => Promise<https.Server>
  #secure: Promise<https.Server> | undefined
  readonly #open = new Set<Duplex>()

  /**
   * @param listener where clients ask for tunnels
   * @param plain the other end of those to port 80
   * @param makeSecure makes what speaks TLS, for the first tunnel that wants it
   */
  constructor(listener: http.Server | https.Server, plain: http.Server, makeSecure: () => Promise<https.Server>) {
    this.#plain = plain
    this.#makeSecure = makeSecure
    listener.on('connect', (request, socket, head) => {
      // Clients leave whenever they like.
      socket.on('error', () => socket.destroy())
      this.#connect(request.url ?? '', socket, head).catch(() => socket.destroy())
    })
  }

  async #connect(target: string, socket: Duplex, head: Buffer): Promise<void> {
    if (regionOfHost(target) === undefined) return refuse(socket)
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
    const server = target.endsWith(':80') ? this.#plain : await this.#secureEnd()
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    server.emit('connection', socket)
  }

  #secureEnd(): Promise<https.Server> {
    this.#secure ??= this.#makeSecure()
    return this.#secure
  }

  /** Ends all of them at once. */
  close(): void {
    for (const socket of this.#open) socket.destroy()
  }
}

function refuse(socket: Duplex): void {
  const text = 'The emulator is a proxy for the hosts of the server REST API alone.\n'
  const head = `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n`
  socket.end(head + text)
}
