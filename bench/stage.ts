import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeIdentity } from '../local/chat/certificate.ts'
import type { UpstreamOrder, UpstreamPorts } from './upstream.ts'

/** What Lambda sets, as far as the function looks at it; of this machine's environment the function sees nothing. */
export const LAMBDA = {
  AWS_REGION: 'local-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_LAMBDA_FUNCTION_NAME: 'http',
  LOG_LEVEL: 'INFO',
}

/** Where a measurement takes place. */
export interface Stage {
  /** Ports of the upstream's listeners, by their names. */
  readonly ports: UpstreamPorts
  /** File of the certificate to trust. */
  readonly authority: string
  /** A folder that is gone afterwards. */
  readonly folder: string
}

/** An app of its own for each listener of the upstream. */
export const secretsFor = (ports: UpstreamPorts) =>
  Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      `chat-gateway/${name}`,
      {
        sdkAppId: 1_400_000_000,
        adminUserId: 'administrator',
        secretKey: randomBytes(32).toString('hex'),
        region: 'singapore',
        endpoint: `https://127.0.0.1:${port}`,
      },
    ]),
  )

/** Sets up an upstream in a process of its own, and leaves nothing running, however the measurement ends. */
export async function onStage<Result>(
  order: Pick<UpstreamOrder, 'delaysMs'>,
  measure: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-gateway-bench-'))
  const { ca, server } = await makeIdentity()
  const authority = path.join(folder, 'authority.pem')
  await writeFile(authority, ca.cert)
  const upstream = fork(path.join(import.meta.dirname, 'upstream.ts'))
  try {
    const ports = await ask<UpstreamPorts>(upstream, { ...server, ...order } satisfies UpstreamOrder)
    return await measure({ ports, authority, folder })
  } finally {
    upstream.disconnect()
    await rm(folder, { recursive: true, force: true })
  }
}

async function ask<Answer>(child: ChildProcess, order: object): Promise<Answer> {
  child.send(order)
  const [answer] = await once(child, 'message')
  return answer
}
