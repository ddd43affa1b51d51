import type { CallRecord } from './calls.ts'
import { type Identity, makeIdentity } from './certificate.ts'
import { reachOf } from './guard.ts'
import { printable } from './printable.ts'
import type { Region } from './regions.ts'
import stock from './seed.json' with { type: 'json' }
import { readSeed, type Seed } from './seed.ts'
import { type ListenAt, type Listener, listen } from './server.ts'
import { ShiftedClock } from './shifted-clock.ts'
import type { App } from './world/app.ts'
import { createWorld, resetWorld, type World } from './world/index.ts'

export type { CallRecord } from './calls.ts'
export type { Seed } from './seed.ts'

/** An app's secret as the gateway reads it from Secrets Manager. */
export interface AppSecret {
  sdkAppId: number
  adminUserId: string
  secretKey: string
  region: string
  endpoint: string
  /** custom friend fields declared as integers */
  integerFields: string[]
}

export interface ChatOptions {
  /** http; default 4010, 0 for any free port */
  port?: number
  /** https; default false: no https */
  httpsPort?: number | false
  /** default 127.0.0.1 */
  host?: string
  /** names beside those of loopback (and, at /v4/, Chat's hosts) by which it may be called */
  allowHosts?: string[]
  /** where the authority of its certificate is kept, and made where it is missing; default: one for this run only */
  caFile?: string
  /** an object or the path of a JSON file; default the demo data of seed.json */
  seed?: Seed | string
  /** further http ports, each serving one region only (60026 for the apps of any other) */
  regionPorts?: Partial<Record<Region, number>>
  /** told of every new key that reaches the gateway's side, and of apps that another seed has not any more (undefined) */
  publishSecret?: (app: string, secret: AppSecret | undefined) => void
  /** one line for every answered call, never with a UserSig or a key */
  log?: (line: string) => void
  /** told of every call once it is answered, in the order of their effects: the whole of what /_emulator/calls keeps the end of */
  heard?: (call: CallRecord) => void
  /** ms since 1970 */
  now?: () => number
}

export interface Chat {
  url: string
  httpsUrl?: string
  /** PEM of the certificate to trust for httpsUrl */
  ca?: string
  /** present where regionPorts were asked for */
  regionUrls?: Partial<Record<Region, string>>
  /** the secret of each app, by name, as the gateway's side has it at this moment */
  secrets(): Record<string, AppSecret>
  /** back to the seed */
  reset(): void
  /** ends every socket at once */
  close(): Promise<void>
}

/** Of a line of the log: what a call or a fault says may be of any length. */
const MOST_LOGGED = 1000

/** The demo data, which the bundled emulator has inside. */
export const stockSeed = stock as unknown as Seed

/** Starts the emulator. Rejects for a bad seed (naming the place) and for a taken port (naming the option). */
export async function startChat(options: ChatOptions = {}): Promise<Chat> {
  const listeners: Listener[] = []
  const secretOf = (app: App): AppSecret => ({
    sdkAppId: app.sdkAppId,
    adminUserId: app.admins[0]!,
    secretKey: app.secretKey,
    region: app.region,
    endpoint: listeners[0]!.url,
    integerFields: [...app.customFields].flatMap(([name, type]) => (type === 'integer' ? [name] : [])),
  })
  const world = createWorld({
    seed: readSeed(options.seed ?? stockSeed),
    clock: new ShiftedClock(options.now ?? Date.now),
    identity: once(() => makeIdentity(options.caFile)),
    log: (line) => options.log?.(printable(line, MOST_LOGGED)),
    heard: options.heard ?? (() => {}),
    publishKey: (name, app) => options.publishSecret?.(name, app && secretOf(app)),
  })
  const close = () => closeAll(world, listeners)
  try {
    return {
      ...(await openAll(world, options, listeners)),
      secrets: () => secretsOf(world, secretOf),
      reset: () => resetWorld(world),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function once(make: () => Promise<Identity>): () => Promise<Identity> {
  let made: Promise<Identity> | undefined
  return () => {
    made ??= make()
    return made
  }
}

function secretsOf(world: World, secretOf: (app: App) => AppSecret): Record<string, AppSecret> {
  return Object.fromEntries([...world.apps.values()].map((app) => [app.name, secretOf(app)]))
}

type Urls = Pick<Chat, 'url' | 'httpsUrl' | 'ca' | 'regionUrls'>

// Listeners go into the list one by one, so that what is open can be closed when a later one fails.
async function openAll(world: World, options: ChatOptions, listeners: Listener[]): Promise<Urls> {
  const { host = '127.0.0.1', allowHosts, port = 4010, httpsPort = false, regionPorts } = options
  const reach = reachOf(host, allowHosts)
  const open = async (at: Omit<ListenAt, 'host' | 'reach'>) => {
    const listener = await listen(world, { host, reach, ...at })
    listeners.push(listener)
    return listener.url
  }
  const urls: Urls = { url: await open({ port, option: '--port (option port)' }) }
  for (const [name, regionPort] of Object.entries(regionPorts ?? {})) {
    const region = name as Region
    const url = await open({ port: regionPort, region, option: '--region-port (option regionPorts)' })
    urls.regionUrls = { ...urls.regionUrls, [region]: url }
  }
  if (httpsPort !== false) {
    const { server, ca } = await world.identity()
    urls.httpsUrl = await open({ port: httpsPort, certificate: server, option: '--https-port (option httpsPort)' })
    urls.ca = ca.cert
  }
  return urls
}

async function closeAll(world: World, listeners: Listener[]): Promise<void> {
  world.closing.abort()
  world.rotations.cancelAll()
  await Promise.all(listeners.map((listener) => listener.close()))
}
