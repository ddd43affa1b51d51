import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Wire } from './chat-server.ts'

/** A secret's value: an object is sent as JSON, a text as it is. */
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
  fault: undefined | { readonly type: string; readonly status: number } | Wire
  /** Awaited before each answer. */
  before: () => Promise<void> | void
  /** Makes the value current and what was current previous, as a rotation does. */
  readonly rotate: (name: string, value: SecretValue) => void
  readonly count: (stage?: string) => number
  readonly close: () => void
}

interface Question {
  readonly SecretId: string
  readonly VersionStage?: string
}

/** A Secrets Manager that speaks the AWS JSON protocol for GetSecretValue, and nothing else. */
export async function startSecrets(initial: Readonly<Record<string, SecretValue>>): Promise<Secrets> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const question = JSON.parse(Buffer.concat(parts).toString('utf8')) as Question
    const stage = question.VersionStage ?? 'AWSCURRENT'
    const say = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(body))
    }
    if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
      return say(400, { __type: 'InvalidRequestException', message: 'only GetSecretValue' })
    }
    secrets.reads.push({ name: question.SecretId, stage, at: performance.now() })
    const value = (stage === 'AWSPREVIOUS' ? secrets.previous : secrets.current).get(question.SecretId)
    await secrets.before()
    if (secrets.fault instanceof Wire) return secrets.fault.write(response, request)
    if (secrets.fault) return say(secrets.fault.status, { __type: secrets.fault.type, message: 'scripted fault' })
    if (value === undefined) {
      return say(400, { __type: 'ResourceNotFoundException', message: "Secrets Manager can't find the secret." })
    }
    say(200, {
      ARN: `arn:aws:secretsmanager:eu-west-1:000000000000:secret:${question.SecretId}-AbCdEf`,
      Name: question.SecretId,
      VersionId: randomUUID(),
      VersionStages: [stage],
      CreatedDate: 1,
      SecretString: typeof value === 'string' ? value : JSON.stringify(value),
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const secrets: Secrets = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    current: new Map(Object.entries(initial)),
    previous: new Map(),
    reads: [],
    fault: undefined,
    before: () => undefined,
    rotate: (name, value) => {
      const old = secrets.current.get(name)
      if (old !== undefined) secrets.previous.set(name, old)
      secrets.current.set(name, value)
    },
    count: (stage) => secrets.reads.filter((read) => stage === undefined || read.stage === stage).length,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  return secrets
}
