import type { AwsRequest } from '../../../local/aws/proxy.ts'
import { arnIn } from './references.ts'
import type { Deed } from './statement.ts'

/** A call on AWS: who signed it, and what it does. */
export interface AwsCall {
  /** The access key's id, by which AWS knows whose role it is. */
  readonly key: string
  readonly region: string
  readonly deeds: readonly Deed[]
}

type Body = AwsRequest['body']
type Deeds = (action: string, body: Body, region: string, url: string) => readonly Deed[]

const deed = (action: string, resource: string, context: Deed['context'] = {}): Deed => ({ action, resource, context })

const services: Readonly<Record<string, Deeds>> = {
  dynamodb: (action, { TableName, RequestItems }, region) =>
    (RequestItems === undefined ? [TableName] : Object.keys(Object(RequestItems))).map((table) =>
      deed(`dynamodb:${action}`, arnIn(region, 'dynamodb', `table/${table}`)),
    ),
  // What sends, deletes or hides several messages needs the permission for one.
  sqs: (action, { QueueUrl, QueueName }, region) => [
    deed(
      `sqs:${action.replace(/Batch$/, '')}`,
      arnIn(
        region,
        'sqs',
        String(QueueName ?? QueueUrl)
          .split('/')
          .at(-1)!,
      ),
    ),
  ],
  secretsmanager: (action, { SecretId }, region) => [
    deed(`secretsmanager:${action}`, arnIn(region, 'secretsmanager', `secret:${SecretId}-AbCdEf`)),
  ],
  events: (action, { Entries, Name }, region) => {
    if (Entries === undefined) return [deed(`events:${action}`, arnIn(region, 'events', `event-bus/${Name}`))]
    const entries = Entries as readonly { readonly EventBusName?: string; readonly Source: string }[]
    return [...Map.groupBy(entries, ({ EventBusName = 'default' }) => EventBusName)].map(([bus, some]) =>
      deed(`events:${action}`, arnIn(region, 'events', `event-bus/${bus}`), {
        'events:source': some.map(({ Source }) => Source),
      }),
    )
  },
  lambda: (_, __, region, url) => {
    const [, name = ''] = /\/functions\/([^/]+)\/invocations/.exec(url) ?? []
    return [deed('lambda:InvokeFunction', arnIn(region, 'lambda', `function:${decodeURIComponent(name)}`))]
  },
}

/** Reads a signed request. Undefined where it is not signed, or meant for a service that no role speaks of. */
export function readAwsCall({ headers, url, body }: AwsRequest): AwsCall | undefined {
  const signed = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(String(headers.authorization))
  const [, key = '', region = '', service = ''] = signed ?? []
  const action = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1)!
  const deeds = services[service]?.(action, body, region, url)
  return deeds && { key, region, deeds }
}
