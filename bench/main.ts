import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { startSecrets } from '../local/aws/secrets.ts'
import { makeCertificate } from '../local/chat/certificate.ts'
import { build } from '../scripts/build.ts'
import { gatewayBundle, measureBundles } from './bundle.ts'
import type { Figures, MeasureOrder, Scene } from './measure.ts'
import { aimsOf, print, type Results } from './report.ts'
import type { UpstreamOrder, UpstreamPorts } from './upstream.ts'

const USAGE = `Usage: npm run bench [-- options]

Measures the built function against a bare handler (parse, one UserSig, kept-alive POST, reply as it comes) in one process, in
alternating order, over a local TLS upstream that answers at once or after 20 ms; then bundle size and init time.

  --quick            a few seconds a scene: shows that it works, not what it costs
  --json             print the figures as JSON
  --profile FOLDER   write a CPU profile of the measuring process there
  --help             show this

The full run takes about three minutes; let nothing else run meanwhile. The exit code says nothing about the aims.`

const DELAYS_MS = [0, 20]
const CONCURRENCY = [1, 10]

interface Flags {
  readonly quick: boolean
  readonly profile?: string | undefined
}

async function run({ quick, profile }: Flags): Promise<Results> {
  await build()
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-gateway-bench-'))
  const { key, cert } = await makeCertificate()
  const authority = path.join(folder, 'authority.pem')
  await writeFile(authority, cert)
  const upstream = fork(path.join(import.meta.dirname, 'upstream.ts'))
  try {
    const ports = await ask<UpstreamPorts>(upstream, { key, cert, delaysMs: DELAYS_MS } satisfies UpstreamOrder)
    const calls = await measureCalls(ports, authority, { quick, profile })
    return { node: process.versions.node, calls, bundles: await measureBundles(folder, quick ? 3 : 15) }
  } finally {
    upstream.disconnect()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What Lambda sets, as far as the function looks at it; of this machine's environment the function sees nothing. */
const LAMBDA = {
  AWS_REGION: 'local-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_LAMBDA_FUNCTION_NAME: 'http',
  LOG_LEVEL: 'INFO',
}

const appOf = (delayMs: number | string) => `delay-${delayMs}`

const secretsFor = (ports: UpstreamPorts) =>
  Object.fromEntries(
    Object.entries(ports).map(([delayMs, port]) => [
      `chat-gateway/${appOf(delayMs)}`,
      {
        sdkAppId: 1_400_000_000,
        adminUserId: 'administrator',
        secretKey: randomBytes(32).toString('hex'),
        region: 'singapore',
        endpoint: `https://127.0.0.1:${port}`,
      },
    ]),
  )

function scenesOf(ports: UpstreamPorts, quick: boolean): Scene[] {
  const times = (delayMs: number) => (delayMs === 0 ? { rounds: 20, roundMs: 500 } : { rounds: 20, roundMs: 1500 })
  return DELAYS_MS.flatMap((delayMs) =>
    CONCURRENCY.map((concurrency) => ({
      delayMs,
      concurrency,
      port: ports[delayMs] ?? 0,
      app: appOf(delayMs),
      ...(quick ? { rounds: 4, roundMs: 250 } : times(delayMs)),
    })),
  )
}

async function measureCalls(ports: UpstreamPorts, authority: string, { quick, profile }: Flags): Promise<Figures[]> {
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

async function ask<Answer>(child: ChildProcess, order: object): Promise<Answer> {
  child.send(order)
  const [answer] = await once(child, 'message')
  return answer
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(USAGE)
else {
  const results = await run(values)
  console.log(values.json ? JSON.stringify({ ...results, aims: aimsOf(results) }, undefined, 2) : print(results))
}
