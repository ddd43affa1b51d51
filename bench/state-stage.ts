import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { startBus } from '../local/aws/bus/server.ts'
import { type AwsProxy, startAwsProxy } from '../local/aws/proxy.ts'
import { readQueues, startQueues } from '../local/aws/queues.ts'
import { readReferences } from '../local/aws/references.ts'
import { startSecrets } from '../local/aws/secrets.ts'
import { readTables, startTables } from '../local/aws/tables.ts'
import { Template } from '../local/aws/template.ts'
import { type Seed, startChat } from '../local/chat/index.ts'
import { LAMBDA } from './stage.ts'
import { context } from './work.ts'

type Handler = (event: unknown, lambda: object) => Promise<unknown>
export type FunctionName = 'http' | 'events' | 'worker'

export interface StateStage {
  /** What the functions ask of AWS, by service. */
  readonly proxies: Readonly<Record<'dynamodb' | 'sqs' | 'events' | 'secrets', AwsProxy>>
  /** A cold instance of a function. `direct`: past the proxies. */
  readonly load: (name: FunctionName, given?: Given) => Promise<(event: unknown) => Promise<unknown>>
  readonly close: () => Promise<void>
}

interface Given {
  readonly env?: Readonly<Record<string, string>>
  readonly direct?: boolean
}

const root = path.join(import.meta.dirname, '..')

/** Everything that the functions need, in this process, with a proxy before each of AWS's services. */
export async function onStateStage(seed: Seed): Promise<StateStage> {
  const template = new Template(path.join(root, 'serverless.yml'), {})
  const chat = await startChat({ port: 0, seed: { ...seed, strictRandom: true } })
  const secrets = await startSecrets({ port: 0, secrets: { 'chat-gateway/default': chat.secrets().default } })
  const tables = await startTables({ port: 0, tables: readTables(template) })
  const queues = await startQueues({ port: 0, queues: readQueues(template, readReferences(template)) })
  const bus = await startBus({ port: 0, buses: ['chat-gateway-dev'], rules: [] })
  const proxies = {
    dynamodb: await startAwsProxy(tables.url),
    sqs: await startAwsProxy(queues.url),
    events: await startAwsProxy(bus.url),
    secrets: await startAwsProxy(secrets.url),
  }
  const queueUrl = (id: string, url: string) => queues.queues[id]!.url.replace(queues.url, url)
  const load = async (name: FunctionName, { env = {}, direct = false }: Given = {}) => {
    const sqs = direct ? queues.url : proxies.sqs.url
    Object.assign(process.env, LAMBDA, {
      LOG_LEVEL: 'ERROR',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: direct ? secrets.url : proxies.secrets.url,
      AWS_ENDPOINT_URL_DYNAMODB: direct ? tables.url : proxies.dynamodb.url,
      AWS_ENDPOINT_URL_SQS: sqs,
      AWS_ENDPOINT_URL_EVENTBRIDGE: direct ? bus.url : proxies.events.url,
      STATE_TABLE: 'chat-gateway-dev-state',
      JOBS_TABLE: 'chat-gateway-dev-jobs',
      JOBS_QUEUE_URL: queueUrl('JobsQueue', sqs),
      DEAD_LETTER_QUEUE_URL: queueUrl('JobsDeadLetters', sqs),
      EVENT_BUS: 'chat-gateway-dev',
      ...env,
    })
    const bundle = pathToFileURL(path.join(root, `dist/${name}.mjs`)).href
    const { handler } = (await import(`${bundle}?cold=${randomUUID()}`)) as { handler: Handler }
    let invocations = 0
    return (event: unknown) => handler(event, context(++invocations))
  }
  const engines = [chat, secrets, tables, queues, bus, ...Object.values(proxies)]
  return { proxies, load, close: async () => void (await Promise.all(engines.map((engine) => engine.close()))) }
}
