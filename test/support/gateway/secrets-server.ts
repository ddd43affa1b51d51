import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { accessDenied } from '../../../local/aws/proxy.ts'
import { guard } from '../roles/guard.ts'
import { Wire } from './chat-server.ts'

/** A secret's value: an object is sent as JSON, a text as it is, bytes as SecretBinary. */
export type SecretValue = object | string

export interface Read {
  readonly name: string
  readonly stage: string
  readonly at: number
}
export interface Secrets {
  readonly url: string
  readonly current: Map<string, SecretValue>
  readonly previous: Map<string, SecretValue>
  readonly reads: Read[]
  /** How it fails, while it does: by a fault of its own, or by whatever the test writes. */
  fault: undefined | { readonly type: string; readonly status: number; readonly message?: string } | Wire
  /** Refuses the next read of that secret, and counts it nowhere; resolves once it is answered. */
  readonly refuseNext: (name: string) => Promise<void>
  /** What to call once this read has been refused so; undefined where it is not to be. */
  readonly refusalOf: (name: string) => (() => void) | undefined
  /** Awaited before each answer. */
  before: () => Promise<void> | void
  /** Makes the value current and what was current previous, as a rotation does. */
  readonly rotate: (name: string, value: SecretValue) => void
  readonly count: (stage?: string) => number
  /** What has been asked for. */
  readonly names: () => ReadonlySet<string>
  readonly close: () => void
}

interface Question {
  readonly SecretId: string
  readonly VersionStage?: string
}

const valueReply = (name: string, stage: string, value: SecretValue) => ({
  ARN: `arn:aws:secretsmanager:eu-west-1:000000000000:secret:${name}-AbCdEf`,
  Name: name,
  VersionId: randomUUID(),
  VersionStages: [stage],
  CreatedDate: 1,
  ...(Buffer.isBuffer(value)
    ? { SecretBinary: value.toString('base64') }
    : { SecretString: typeof value === 'string' ? value : JSON.stringify(value) }),
})

/** What is stored, what was asked, and how it fails: all of a Secrets Manager but the server. */
function store(initial: Readonly<Record<string, SecretValue>>): Omit<Secrets, 'url' | 'close'> {
  const current = new Map(Object.entries(initial))
  const previous = new Map<string, SecretValue>()
  const reads: Read[] = []
  const refusals = new Map<string, () => void>()
  return {
    refuseNext: (name) => new Promise((refused) => refusals.set(name, refused)),
    refusalOf: (name) => {
      const refused = refusals.get(name)
      refusals.delete(name)
      return refused
    },
    current,
    previous,
    reads,
    fault: undefined,
    before: () => undefined,
    rotate: (name, value) => {
      const old = current.get(name)
      if (old !== undefined) previous.set(name, old)
      current.set(name, value)
    },
    names: () => new Set(reads.map(({ name }) => name)),
    count: (stage) => reads.filter((read) => stage === undefined || read.stage === stage).length,
  }
}

/** A Secrets Manager that speaks the AWS JSON protocol for GetSecretValue, and nothing else. */
export async function startSecrets(initial: Readonly<Record<string, SecretValue>>): Promise<Secrets> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = JSON.parse(String(Buffer.concat(parts)))
    const { SecretId: name, VersionStage: stage = 'AWSCURRENT' } = body as Question
    const say = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(body))
    }
    const denied = guard({ headers: request.headers, url: request.url ?? '/', body })
    if (denied !== undefined) return say(400, accessDenied(denied))
    if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
      return say(400, { __type: 'InvalidRequestException', message: 'only GetSecretValue' })
    }
    const refused = secrets.refusalOf(name)
    if (refused) {
      // Without a date, or a test that moves the clock at once would have the SDK think it wrong, and ask again.
      response.sendDate = false
      response.once('finish', refused)
      return say(400, { __type: 'AccessDeniedException', message: 'refused ahead' })
    }
    secrets.reads.push({ name, stage, at: performance.now() })
    const value = (stage === 'AWSPREVIOUS' ? secrets.previous : secrets.current).get(name)
    await secrets.before()
    if (secrets.fault instanceof Wire) return secrets.fault.write(response, request)
    if (secrets.fault) {
      const { type, status, message = 'scripted fault' } = secrets.fault
      return say(status, { __type: type, message })
    }
    if (value !== undefined) return say(200, valueReply(name, stage, value))
    say(400, { __type: 'ResourceNotFoundException', message: "Secrets Manager can't find the secret." })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  const secrets: Secrets = Object.assign(store(initial), { url, close })
  return secrets
}
