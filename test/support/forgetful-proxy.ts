import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What becomes of connections that were there while their client slept; those that it makes later are as good as any. */
export type Loss =
  /** RST at once. */
  | 'reset'
  /** Nothing, until something is sent on it: then RST. */
  | 'forgotten'
  /** FIN; what is sent on it goes nowhere. */
  | 'half-closed'
  /** Nothing at all, ever; what is sent on it goes nowhere. */
  | 'silent'

export interface ForgetfulProxy {
  readonly url: string
  /** All connections there are meet this. */
  readonly lose: (loss: Loss) => void
  /** How many connections were made so far. */
  readonly made: () => number
  readonly close: () => Promise<void>
}

/** Hands bytes on and knows of nothing else. @param target where to, asked at each connection */
export async function startForgetfulProxy(target: () => string): Promise<ForgetfulProxy> {
  const pairs = new Map<Socket, Socket>()
  let made = 0
  const server = createServer({ allowHalfOpen: true }, (client) => {
    made++
    const { hostname, port } = new URL(target())
    const service = connect(Number(port), hostname)
    pairs.set(client, service)
    for (const socket of [client, service]) socket.on('error', () => undefined)
    client.on('close', () => {
      pairs.delete(client)
      service.destroy()
    })
    client.on('end', () => client.end())
    service.on('end', () => client.end())
    client.pipe(service, { end: false })
    service.pipe(client, { end: false })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lose: (loss) => {
      for (const [client, service] of pairs) lose(client, service, loss)
    },
    made: () => made,
    close: () => {
      for (const client of pairs.keys()) client.destroy()
      return new Promise((closed) => server.close(() => closed()))
    },
  }
}

function lose(client: Socket, service: Socket, loss: Loss): void {
  client.unpipe(service)
  service.unpipe(client)
  service.removeAllListeners('end').destroy()
  if (loss === 'reset') return void client.resetAndDestroy()
  if (loss === 'half-closed') client.end()
  client.on('data', () => loss === 'forgotten' && client.resetAndDestroy())
  client.resume()
}
