import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startSecrets } from '../../../local/aws/secrets.ts'
import { type Seed, startChat } from '../../../local/chat/index.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { APPS } from './mix.ts'

/** What the gateway is surrounded by, in a process of its own: the emulator and worse upstreams, and Secrets Manager. */
export interface Surroundings {
  readonly secretsUrl: string
  /** By name. */
  readonly keys: Readonly<Record<string, string>>
}

const emulator = (limits: Seed['limits']) =>
  startChat({ port: 0, seed: { ...strictSeed, limits: { writeMs: 0, ...limits } } })

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return `http://127.0.0.1:${port}`
}

async function start(): Promise<Surroundings> {
  const chat = await emulator({ callsPerSecond: 1_000_000 })
  const tight = await emulator({ callsPerSecond: 2 })
  const secret = chat.secrets().default!
  const broken = await serve((request, response) => {
    request.resume().on('end', () => response.end('<html>ErrorCode: 0</html>'))
  })
  const silent = await serve((request) => void request.resume())
  const apps = {
    default: secret,
    [APPS.tight]: tight.secrets().default,
    [APPS.broken]: { ...secret, endpoint: broken },
    [APPS.silent]: { ...secret, endpoint: silent },
    [APPS.gone]: { ...secret, endpoint: await closedPort() },
    [APPS.locked]: { ...secret, secretKey: 'f'.repeat(64) },
  }
  const named = Object.entries(apps).map(([app, value]) => [`chat-gateway/${app}`, value])
  const { url } = await startSecrets({ port: 0, secrets: Object.fromEntries(named) })
  const keys = Object.entries(apps).map(([app, secret]) => [`the key of ${app}`, secret!.secretKey])
  return { secretsUrl: url, keys: Object.fromEntries(keys) }
}

process.send?.(await start())
process.on('disconnect', () => process.exit())
