import type { AddressInfo } from 'node:net'
import { CreateQueueCommand, PurgeQueueCommand, QueueAttributeName, SQSClient } from '@aws-sdk/client-sqs'
import { buildApp } from 'fauxqs'
import { guard, reachOf } from '../chat/guard.ts'
import { ACCOUNT_ID, arnOf, CREDENTIALS, REGION } from './account.ts'
import { portError } from './listen.ts'
import { dereference, type References } from './references.ts'
import { type SenderIds, Senders } from './senders.ts'
import { StartError } from './start-error.ts'
import { plainName, type Template } from './template.ts'

/** A queue as serverless.yml describes it. */
export interface QueueSettings {
  /** Its key among the resources. */
  id: string
  /** Where it is described, for what is wrong with it. */
  place: string
  name: string
  /** As CreateQueue takes them: all of them text. */
  attributes: Record<string, string>
}

export interface QueuesOptions {
  port: number
  host?: string | undefined
  allowHosts?: readonly string[] | undefined
  queues: QueueSettings[]
  /** Who is told to have sent a message; the account, unless said. */
  senderIds?: SenderIds | undefined
  /** Instead of each queue's own. */
  visibilityTimeoutSeconds?: number | undefined
}

export interface Queue {
  name: string
  arn: string
  url: string
}

export interface Queues {
  /** What AWS_ENDPOINT_URL_SQS takes. */
  url: string
  /** By the key of each queue among the resources. */
  queues: Record<string, Queue>
  /** Deletes every message, also those that are being worked on. */
  purge(): Promise<void>
  close(): Promise<void>
}

type Engine = ReturnType<typeof buildApp>

/** Reads the queues among a serverless.yml's resources. Throws a StartError naming the place of what can't be taken over. */
export function readQueues(template: Template, references: References): QueueSettings[] {
  const policies = readPolicies(template, references)
  return template.resources('AWS::SQS::Queue').map((resource) => {
    const { id, place } = resource
    const policy = policies.get(id)
    const { QueueName: _, Tags, ...properties } = resource.properties
    const attributes = Object.entries(Object(dereference(properties, place, references)) as object)
    // The engine keeps whatever it is given; a slip would only show once deployed.
    const slip = attributes.find(([name]) => !Object.hasOwn(QueueAttributeName, name))
    if (slip) throw new StartError(`serverless.yml: ${place}: a queue has no "${slip[0]}".`)
    return {
      id,
      place,
      name: plainName(resource, 'QueueName', 'queue'),
      attributes: Object.fromEntries(
        [...attributes, ...(policy ? [['Policy', policy] as const] : [])].map(([name, value]) => [name, textOf(value)]),
      ),
    }
  })
}

/** The policies of queues by their queues' keys. The engine hands them out, and enforces nothing of them. */
function readPolicies(template: Template, references: References): ReadonlyMap<string, unknown> {
  return new Map(
    template.resources('AWS::SQS::QueuePolicy').flatMap(({ place, properties }) => {
      const { Queues, PolicyDocument } = properties as {
        readonly Queues: readonly { readonly Ref: string }[]
      } & Record<string, unknown>
      const document = dereference(PolicyDocument, place, references)
      return Queues.map(({ Ref }) => [Ref, document] as const)
    }),
  )
}

/** SQS with these queues, empty and in memory, for the SDK's own client. Signatures are not checked. */
export async function startQueues(options: QueuesOptions): Promise<Queues> {
  const { port, host = '127.0.0.1', allowHosts, queues, senderIds, visibilityTimeoutSeconds } = options
  const instead = visibilityTimeoutSeconds !== undefined && { VisibilityTimeout: String(visibilityTimeoutSeconds) }
  const engine = buildApp({ logger: false, defaultRegion: REGION })
  const stop = async () => void (await engine.close())
  const place = { port, host, allowHosts, what: 'the SQS stand-in', flag: '--queues-port' }
  const url = await listenOn(engine, place, new Senders(senderIds))
  const client = new SQSClient({ endpoint: url, region: REGION, credentials: CREDENTIALS })
  try {
    const all = await Promise.all(
      queues.map(async (queue) => {
        const attributes = { ...queue.attributes, ...instead }
        return [queue.id, await create(client, url, { ...queue, attributes })]
      }),
    )
    const found = Object.fromEntries(all) as Record<string, Queue>
    const purge = async () => {
      for (const { url: QueueUrl } of Object.values(found)) await client.send(new PurgeQueueCommand({ QueueUrl }))
    }
    const close = async () => {
      client.destroy()
      await stop()
    }
    return { url, queues: found, purge, close }
  } catch (error) {
    client.destroy()
    await stop()
    throw error
  }
}

/** The URL of a queue at that endpoint. The SDK's client sends where the queue's URL points, whatever its endpoint is. */
export const queueUrl = (endpoint: string, name: string): string => `${endpoint}/${ACCOUNT_ID}/${name}`

async function listenOn(engine: Engine, place: Parameters<typeof portError>[1], senders: Senders): Promise<string> {
  engine.addHook('onSend', (request, _, payload, done) =>
    done(null, senders.told(request, reachable(request, payload))),
  )
  try {
    await engine.listen({ port: place.port, host: place.host! })
  } catch (error) {
    await engine.close()
    throw portError(error, place) ?? error
  }
  guard(engine.server, reachOf(place.host, place.allowHosts))
  return `http://${place.host}:${(engine.server.address() as AddressInfo).port}`
}

/** The engine names queues after hosts (sqs.local-1.localhost) that only some machines find. */
function reachable({ headers }: { headers: Record<string, unknown> }, payload: unknown): unknown {
  const namesQueues = /\.(CreateQueue|GetQueueUrl|ListQueues)$/.test(String(headers['x-amz-target']))
  if (!namesQueues || typeof payload !== 'string') return payload
  return payload.replaceAll(/http:\/\/sqs\.[^./]+\.localhost(:\d+)?\//g, `http://${headers.host}/`)
}

async function create(client: SQSClient, url: string, { name, place, attributes }: QueueSettings): Promise<Queue> {
  try {
    await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }))
  } catch (error) {
    throw new StartError(`serverless.yml: ${place}: SQS won't have the queue: ${(error as Error).message}`, {
      cause: error,
    })
  }
  return { name, arn: arnOf('sqs', name), url: queueUrl(url, name) }
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
