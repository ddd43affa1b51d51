import https from 'node:https'
import { createServer, type Socket } from 'node:net'
import { makeIdentity } from '../../../local/chat/certificate.ts'
import { cutAtOnce, cutMidBody, listing } from './chat-replies.ts'
import { type Script, startChat } from './chat-server.ts'
import { closedPort } from './start.ts'

/** A host to name as the primary, by its origin. */
export interface Host {
  readonly url: string
  readonly close: () => void
}

/** A host that takes connections, and what it does with them. */
async function takingConnections(onSocket: (socket: Socket) => void): Promise<Host> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, close }
}

/** A host whose certificate nobody vouches for; it would answer if it were asked. */
async function ofUnknownAuthority(): Promise<Host> {
  const server = https.createServer((await makeIdentity()).server, (_, response) => response.end('{}'))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const url = `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return { url, close: () => server.close() }
}

const nowhere = (url: string): Host => ({ url, close: () => undefined })

/** Hosts that no byte of a call ever reaches. */
export const unreachableHosts: readonly (readonly [how: string, start: () => Promise<Host>])[] = [
  ['its name can’t be resolved', async () => nowhere('https://chat.invalid')],
  ['nobody listens there', async () => nowhere(await closedPort())],
  ['it speaks something other than TLS', () => takingConnections((socket) => socket.end('220 hello\r\n'))],
  ['it resets the connection within the handshake', () => takingConnections((socket) => socket.resetAndDestroy())],
  ['it takes the connection and never finishes the handshake', () => takingConnections(() => undefined)],
  ['nobody vouches for its certificate', ofUnknownAuthority],
]

/** Hosts that get the call; what came of it nobody knows. */
export const cuttingHosts: readonly (readonly [how: string, start: () => Promise<Host>])[] = [
  ['it resets the connection once it has the call', () => startChat(cutAtOnce)],
  ['it resets the connection within its reply', () => startChat(() => cutMidBody(listing([])))],
]

/** A host that answers and cuts by turns. */
export function everySecondCut(script: Script): Promise<Host> {
  let calls = 0
  return startChat((call) => (++calls % 2 === 0 ? cutAtOnce() : script(call)))
}
