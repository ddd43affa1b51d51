import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type Received, signatureFault, type Terms } from './signature.ts'

/** Stands before the gateway as an HTTP API with IAM authorization does. */
export interface Door {
  readonly url: string
  /** Of the requests since it was asked last: undefined for one that was let in, else why it was not. */
  readonly verdicts: () => readonly (string | undefined)[]
  readonly close: () => void
}

/** Hands on to the gateway what is signed well, and its answer back; anything else is answered 403, and the gateway does not hear of it. */
export async function openDoor(gatewayUrl: string, terms: Omit<Terms, 'now'>): Promise<Door> {
  let verdicts: (string | undefined)[] = []
  const server = createServer(async (request, response) => {
    const received = await read(request)
    const fault = signatureFault(received, { ...terms, now: Date.now() })
    verdicts.push(fault)
    const answer = fault === undefined ? await handOn(gatewayUrl, received) : forbidden()
    response.writeHead(answer.status, kept(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    verdicts: () => {
      const told = verdicts
      verdicts = []
      return told
    },
    close: () => server.close(),
  }
}

/** A gateway's address that leads elsewhere, as one does that was taken over. */
export interface Detour {
  readonly url: string
  /** The requests since it was asked last: at the address itself, and there where it leads. */
  readonly requests: () => { readonly here: number; readonly there: number }
  readonly close: () => void
}

/** Redirects in the way that sends a request again as it is, to another host and port: what followed it would carry its signature there. */
export async function openDetour(): Promise<Detour> {
  const counts = { here: 0, there: 0 }
  const there = createServer((request, response) => {
    counts.there++
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"outcome":"ok"}')
  })
  await new Promise<void>((resolve) => there.listen(0, '127.0.0.1', resolve))
  const location = `http://localhost:${(there.address() as AddressInfo).port}/elsewhere`
  const here = createServer((request, response) => {
    counts.here++
    request.resume()
    response.writeHead(307, { location }).end()
  })
  await new Promise<void>((resolve) => here.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(here.address() as AddressInfo).port}`,
    requests: () => {
      const told = { ...counts }
      Object.assign(counts, { here: 0, there: 0 })
      return told
    },
    close: () => {
      here.close()
      there.close()
    },
  }
}

async function read(request: IncomingMessage): Promise<Received> {
  const { method = '', url: target = '', headers } = request
  return { method, target, headers: headers as Received['headers'], body: await buffer(request) }
}

const forbidden = () => Response.json({ message: 'Forbidden' }, { status: 403 })

const handOn = (gatewayUrl: string, { method, target, headers, body }: Received): Promise<Response> =>
  fetch(`${gatewayUrl}${target}`, { method, headers: kept(Object.entries(headers)), ...(method !== 'GET' && { body }) })

/** Of a connection, of the signature, or of a body as it was packed. */
const OF_THE_WAY =
  /^(host|connection|keep-alive|upgrade|http2-settings|expect|transfer-encoding|content-length|content-encoding|authorization|x-amz-.*)$/

const kept = (headers: Iterable<readonly [string, string | undefined]>): Record<string, string> =>
  Object.fromEntries(
    [...headers].flatMap(([name, value]) => (value === undefined || OF_THE_WAY.test(name) ? [] : [[name, value]])),
  )
