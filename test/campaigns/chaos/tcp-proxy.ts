import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type HostileName, writeHostile } from './hostile-replies.ts'

/** What happens to one exchange, a request and its reply, on its way. */
export type NetFault =
  /** The request is held for so long, give or take the jitter of each of its pieces. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs: number }
  /** So few bytes of the reply at a time, so often. */
  | { readonly kind: 'bandwidth'; readonly bytes: number; readonly everyMs: number }
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** RST, before the request got through or in place of its reply. */
  | { readonly kind: 'reset'; readonly after: boolean }
  /** The reply ends within its body. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** Nothing more is heard, whether the request got through or not. */
  | { readonly kind: 'black hole'; readonly after: boolean }
  | { readonly kind: 'hostile'; readonly reply: HostileName }

export interface TcpProxy {
  readonly url: string
  /** The next exchange that comes meets this. */
  arm(fault: NetFault): void
  /** Nobody listens, and all connections are gone, for so long. */
  down(ms: number): Promise<void>
  /** Nothing goes wrong any more. */
  mend(): void
  close(): Promise<void>
}

export interface TcpProxyOptions {
  /** Where it leads; asked at each connection. */
  readonly target: () => URL
  /** Hears of every exchange that met a fault, and of every request's first bytes. */
  readonly struck: (fault: NetFault) => void
  readonly asked: (head: string, fault: NetFault | undefined) => void
  /** Hears of a client that left before the reply to this, or soon after: it may not have waited for it. */
  readonly left?: (head: string) => void
}

/** Who keeps a connection has read the reply on it; who ends it so soon after may not have. */
const SOON_MS = 3000

/**
 * A proxy that knows of HTTP only this: a request that comes on a connection after a reply begins a new exchange. What a
 * connection held back when its client left is never delivered.
 */
export async function startTcpProxy(options: TcpProxyOptions): Promise<TcpProxy> {
  const armed: NetFault[] = []
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    clients.add(client)
    client.on('close', () => clients.delete(client))
    new Passage(client, options, () => armed.shift())
  })
  const listen = (port: number) => new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const stop = () =>
    new Promise<void>((stopped) => {
      server.close(() => stopped())
      for (const client of clients) client.resetAndDestroy()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  let reopening: NodeJS.Timeout | undefined
  return {
    url: `http://127.0.0.1:${port}`,
    arm: (fault) => void armed.push(fault),
    down: async (ms) => {
      if (!server.listening) return
      await stop()
      reopening = setTimeout(() => void listen(port), ms)
    },
    mend: () => void armed.splice(0),
    close: async () => {
      clearTimeout(reopening)
      if (server.listening) await stop()
    },
  }
}

/** One connection of a client, and the one it causes. */
class Passage {
  readonly #client: Socket
  readonly #service: Socket
  readonly #options: TcpProxyOptions
  readonly #nextFault: () => NetFault | undefined
  readonly #timers = new Set<NodeJS.Timeout>()
  #fault: NetFault | undefined
  #isAsking = false
  #head = ''
  /** When the last reply began; none has while one is asked for. */
  #repliedAt = 0
  #reply: Buffer = Buffer.alloc(0)
  /** When the piece before goes out, so that none overtakes another. */
  #heldUntil = 0

  constructor(client: Socket, options: TcpProxyOptions, nextFault: () => NetFault | undefined) {
    this.#client = client
    this.#options = options
    this.#nextFault = nextFault
    const { hostname, port } = options.target()
    this.#service = connect(Number(port), hostname)
    for (const socket of [client, this.#service]) socket.on('error', () => undefined)
    client.on('data', (piece: Buffer) => this.#ask(piece))
    this.#service.on('data', (piece: Buffer) => this.#answer(piece))
    client.on('close', () => this.#end())
    this.#service.on('end', () => this.#serviceEnded())
  }

  #end(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#service.destroy()
    if (this.#isAsking || Date.now() - this.#repliedAt < SOON_MS) this.#options.left?.(this.#head)
  }

  #serviceEnded(): void {
    if (this.#fault?.kind === 'black hole' || this.#timers.size > 0) return
    this.#client.end()
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      act()
    }, ms)
    this.#timers.add(timer)
  }

  #ask(piece: Buffer): void {
    if (!this.#isAsking) this.#beginExchange(piece)
    const fault = this.#fault
    if (fault?.kind === 'reset' && !fault.after) return void this.#client.resetAndDestroy()
    if (fault?.kind === 'black hole' && !fault.after) return
    if (fault?.kind !== 'latency') return void this.#service.write(piece)
    const now = Date.now()
    this.#heldUntil = Math.max(this.#heldUntil, now + fault.ms) + fault.jitterMs
    this.#later(this.#heldUntil - now, () => this.#service.write(piece))
  }

  #beginExchange(piece: Buffer): void {
    this.#isAsking = true
    this.#reply = Buffer.alloc(0)
    this.#heldUntil = 0
    this.#head = piece.toString('latin1').split('\r\n', 1)[0] ?? ''
    this.#fault = this.#nextFault()
    if (this.#fault) this.#options.struck(this.#fault)
    this.#options.asked(this.#head, this.#fault)
  }

  #answer(piece: Buffer): void {
    this.#isAsking = false
    this.#repliedAt = Date.now()
    const fault = this.#fault
    switch (fault?.kind) {
      case 'reset':
        return void this.#client.resetAndDestroy()
      case 'black hole':
        return
      case 'cut':
        return void this.#cut(piece, fault.bytes)
      case 'bandwidth':
      case 'drip':
        return void this.#trickle(piece, fault)
      case 'hostile':
        return void this.#replace(piece, fault.reply)
      default:
        this.#client.write(piece)
    }
  }

  #cut(piece: Buffer, bytes: number): void {
    const left = bytes - this.#reply.length
    this.#reply = Buffer.concat([this.#reply, piece])
    if (piece.length < left) return void this.#client.write(piece)
    this.#client.write(piece.subarray(0, left), () => this.#client.destroy())
  }

  #trickle(piece: Buffer, { bytes, everyMs }: { readonly bytes: number; readonly everyMs: number }): void {
    const now = Date.now()
    let at = Math.max(this.#heldUntil, now)
    for (let from = 0; from < piece.length; from += bytes) {
      const part = piece.subarray(from, from + bytes)
      at += everyMs
      this.#later(at - now, () => this.#client.write(part))
    }
    this.#heldUntil = at
  }

  /** The true reply is waited for whole; what follows a false one on the connection would be nonsense, so it ends. */
  #replace(piece: Buffer, name: HostileName): void {
    this.#reply = Buffer.concat([this.#reply, piece])
    const text = this.#reply.toString('utf8')
    const bodyAt = text.indexOf('\r\n\r\n') + 4
    const [, length] = /content-length: *(\d+)/i.exec(text) ?? []
    // One of no known length never ends; it is hostile enough.
    if (bodyAt >= 4 && length === undefined) return void this.#client.write(piece)
    if (bodyAt < 4 || this.#reply.length < Buffer.byteLength(text.slice(0, bodyAt)) + Number(length)) return
    this.#client.end(writeHostile(name, text, this.#head.split(' ')[1] ?? ''))
  }
}
