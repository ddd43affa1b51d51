import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'

export interface Asked {
  readonly method?: string
  readonly path?: string
  /** An object is sent as JSON, a text as it is, bytes base64-encoded as API Gateway does. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Replaces all headers, content-type too. */
  readonly onlyHeaders?: Readonly<Record<string, string>>
  /** What stands behind the question mark. */
  readonly query?: string
  /** Where the API stands: behind a stage's name, or at a custom domain's. */
  readonly at?: { readonly stage?: string; readonly domainName?: string }
  /** ARN of who calls. */
  readonly caller?: string
  /** Members of the event that differ from a request's. */
  readonly event?: Readonly<Record<string, unknown>>
  /** How long the invocation has to live. */
  readonly ms?: number
}

const written = (body: unknown) =>
  body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }

const CALLER = 'arn:aws:iam::000000000000:user/flow'

/** A request as an API Gateway HTTP API hands it on, payload format 2.0, behind the IAM authorizer. */
export function httpEvent(asked: Asked) {
  const { method = 'POST', path = '/v1/friends/update', body, headers, onlyHeaders, caller = CALLER } = asked
  const bytes = body instanceof Uint8Array
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'flow-test' }
  const identity = { accessKey: 'AKIDEXAMPLE', accountId: '000000000000', callerId: 'c', cognitoIdentity: null }
  return {
    version: '2.0',
    routeKey: 'ANY /{proxy+}',
    rawPath: path,
    rawQueryString: asked.query ?? '',
    headers: onlyHeaders ?? { 'content-type': 'application/json', ...headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authorizer: { iam: { ...identity, userArn: caller, userId: 'u' } },
      domainName: 'api.example',
      domainPrefix: 'api',
      http,
      requestId: randomUUID(),
      routeKey: 'ANY /{proxy+}',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 0,
      ...asked.at,
    },
    ...(bytes ? { body: Buffer.from(body).toString('base64') } : written(body)),
    isBase64Encoded: bytes,
    ...asked.event,
  } as unknown as APIGatewayProxyEventV2
}

/** An invocation's context whose time runs out `ms` from now, by a clock no test moves. */
export function invocationContext(ms = 28_000): Context {
  const end = performance.now() + ms
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'http',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:http',
    logGroupName: 'group',
    logStreamName: 'stream',
    memoryLimitInMB: '256',
    getRemainingTimeInMillis: () => end - performance.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  }
}
