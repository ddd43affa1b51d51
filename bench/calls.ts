import { fork, type StdioOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { startSecrets } from '../local/aws/secrets.ts'
import { gatewayBundle } from './bundle.ts'
import type { Figures, MeasureOrder, Scene } from './measure.ts'
import { LAMBDA, type Stage, secretsFor } from './stage.ts'
import type { UpstreamPorts } from './upstream.ts'

export const DELAYS_MS = [0, 20]
const CONCURRENCY = [1, 10]

export interface CallFlags {
  readonly quick: boolean
  readonly profile?: string | undefined
}

function scenesOf(ports: UpstreamPorts, quick: boolean): Scene[] {
  const times = (delayMs: number) => (delayMs === 0 ? { rounds: 20, roundMs: 500 } : { rounds: 20, roundMs: 1500 })
  return DELAYS_MS.flatMap((delayMs) =>
    CONCURRENCY.map((concurrency) => ({
      delayMs,
      concurrency,
      port: ports[delayMs] ?? 0,
      app: String(delayMs),
      ...(quick ? { rounds: 4, roundMs: 250 } : times(delayMs)),
    })),
  )
}

/** The gateway against a bare handler, over an upstream that answers at once or later. */
export async function measureCalls({ ports, authority }: Stage, { quick, profile }: CallFlags): Promise<Figures[]> {
  const secrets = await startSecrets({ port: 0, secrets: secretsFor(ports) })
  const env = { ...LAMBDA, NODE_EXTRA_CA_CERTS: authority, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url }
  const execArgv = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(profile)}`]
  // As on Lambda, each log line is written at once; here nobody reads it.
  const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc']
  const child = fork(path.join(import.meta.dirname, 'measure.ts'), { env, execArgv, stdio })
  const calls: Figures[] = []
  child.on('message', (figures: Figures) => calls.push(figures))
  const scenes = scenesOf(ports, quick)
  const bundle = pathToFileURL(gatewayBundle).href
  child.send({ bundle, userSig: randomBytes(150).toString('base64url'), scenes } satisfies MeasureOrder)
  const [exitCode] = await once(child, 'exit')
  await secrets.close()
  if (exitCode !== 0 || calls.length < scenes.length) throw new Error('the measuring process failed; see above')
  return calls
}
