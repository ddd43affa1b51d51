import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { InvocationError } from '../lambda/invocation-error.ts'
import { closeNow, listen } from '../listen.ts'
import { eventOf, pathOf } from './event.ts'
import { answerOwn, type Own } from './own.ts'
import { ownReply, type Reply, replyOf } from './reply.ts'
import { matchRoute } from './routes.ts'

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const HEADER_LIMIT = 10_240
const BODY_LIMIT = 10 * 1024 * 1024
const INTEGRATION_LIMIT_MS = 30_000

/** What a function must offer to stand behind a route; a Pool does. */
export interface Integration {
  settings: { routes: string[] }
  invoke(event: unknown): Promise<unknown>
}

/** What became of a request. */
export interface Handled {
  requestId: string
  method: string
  /** As sent, without the query. */
  path: string
  reply: Reply
  ms: number
  /** Why the function gave no answer, where it gave none. */
  error?: InvocationError | undefined
}

export interface HttpApiOptions {
  port: number
  host?: string | undefined
  allowHosts?: readonly string[] | undefined
  integrations: Integration[]
  /** What this machine answers itself, by method and path. */
  own?: Record<string, Own>
  arrived?: (requestId: string) => void
  handled?: (handled: Handled) => void
}

export interface HttpApi {
  url: string
  close(): Promise<void>
}

/**
 * API Gateway's HTTP API in front of functions: routes, payload format 2.0, its limits and its own answers.
 * The IAM authorizer lets everybody in, as whom they say they are.
 */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApi> {
  const server = createServer({ maxHeaderSize: HEADER_LIMIT }, (request, response) => {
    void serve(options, request, response)
  })
  const url = await listen(server, { ...options, what: 'the gateway', flag: '--port' })
  return { url, close: () => closeNow(server) }
}

async function serve(options: HttpApiOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const own = options.own?.[`${request.method} ${request.url}`]
  if (own) return answerOwn(request, response, own, bodyOf)
  const at = new Date()
  // As the API's ids look, and not the id of the invocation: a function that mixes the two up must show it.
  const requestId = randomBytes(11).toString('base64')
  options.arrived?.(requestId)
  const { reply, error } = await outcomeOf(options, request, requestId, at)
  response.statusCode = reply.status
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value)
  response.setHeader('apigw-requestid', requestId)
  response.end(reply.body)
  const ms = Date.now() - at.getTime()
  options.handled?.({ requestId, method: request.method!, path: request.url!.split('?', 1)[0]!, reply, ms, error })
}

async function outcomeOf(options: HttpApiOptions, request: IncomingMessage, requestId: string, at: Date) {
  try {
    return { reply: await replyTo(options, request, requestId, at) }
  } catch (error) {
    if (!(error instanceof InvocationError)) throw error
    return { reply: replyToFailure(error), error }
  }
}

async function replyTo({ integrations }: HttpApiOptions, request: IncomingMessage, requestId: string, at: Date) {
  const body = await bodyOf(request)
  if (body === undefined) return ownReply(413, 'Request Entity Too Large')
  const routes = integrations.flatMap(({ settings }) => settings.routes)
  const match = matchRoute(routes, request.method!, pathOf(request))
  const integration = integrations.find(({ settings }) => settings.routes.includes(match?.routeKey ?? ''))
  if (!match || !integration) return ownReply(404, 'Not Found')
  const answer = integration.invoke(eventOf({ request, body, requestId, at }, match))
  return replyOf(await withinLimit(answer))
}

/**
 * AWS documents none of these three. A failed or timed-out function is 500 and a late one 503 in public reports
 * (denoland/deno_registry2#87, serverless/serverless#11222); a throttled one as 503 is from memory of the same answers.
 */
function replyToFailure({ type }: InvocationError): Reply {
  if (type === 'RequestTooLargeException') return ownReply(413, 'Request Entity Too Large')
  const unavailable = type === 'TooManyRequestsException' || type === 'IntegrationTimeout'
  return unavailable ? ownReply(503, 'Service Unavailable') : ownReply(500, 'Internal Server Error')
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request) {
      size += chunk.length
      // What comes after the limit is read all the same, or the client would see a broken pipe instead of the answer.
      if (size <= BODY_LIMIT) chunks.push(chunk)
    }
  } catch {
    throw new InvocationError({ type: 'ClientGone', message: 'The client went away before its body was complete' })
  }
  return size <= BODY_LIMIT ? Buffer.concat(chunks) : undefined
}

/** The function itself runs on after the API has given up on it, as the real one does. */
function withinLimit(answer: Promise<unknown>): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const timer = setTimeout(() => {
    reject(new InvocationError({ type: 'IntegrationTimeout', message: 'The function took longer than 30 seconds' }))
  }, INTEGRATION_LIMIT_MS)
  answer.then(resolve, reject).finally(() => clearTimeout(timer))
  return promise
}
