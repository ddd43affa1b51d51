import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type { Config } from '../../config.ts'
import { appIn } from '../../flow/plan.ts'
import type { Gateway } from '../../gateway.ts'
import { known } from '../../operations/known.ts'
import { traceparentOf } from '../../telemetry/trace.ts'
import { type Answer, jsonAnswer } from '../answer.ts'
import { callerOf } from '../caller.ts'
import { notUnderstood } from '../not-understood.ts'
import { type Refused, refuse } from '../refuse.ts'
import { type HttpCall, readCall } from './call.ts'
import { type Asker, encode } from './encode.ts'
import { logRequest, runOperation } from './operation.ts'
import { JOB_PATH, knownPath, type Route } from './routes.ts'

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

/** The HTTP door: an API Gateway event becomes a call, and what comes of it an answer. */
export function createHttpHandler(gateway: Gateway): HttpHandler {
  const { errorDocsUrl } = gateway.config
  const stack = middy<unknown, unknown>({ timeoutEarlyInMillis: 0 })
    .use({
      before: async (request) => {
        request.event = await readCall(request.event as APIGatewayProxyEventV2, request.context, gateway)
      },
      after: (request) => {
        request.response = encode(request.response as Answer, askerOf(request.event, request.context), errorDocsUrl)
      },
      onError: (request) => {
        const refused = refusedOf(request.event, request.context.awsRequestId, gateway)
        const problem = refuse(request.error, refused, gateway.log)
        request.response = encode(problem, askerOf(request.event, request.context), errorDocsUrl)
      },
    })
    .handler((call: unknown) => answer(call as HttpCall, gateway))
  return async (event, context) => {
    if (!isHttp(event))
      throw notUnderstood('This function takes HTTP requests as API Gateway sends them', context, gateway.log)
    return (stack as unknown as HttpHandler)(event, context)
  }
}

/** Whether an event says enough of a request to be answered, be it only with a refusal. */
function isHttp(event: unknown): boolean {
  const { rawPath, requestContext } = Object(event)
  return typeof rawPath === 'string' && typeof Object(Object(requestContext).http).method === 'string'
}

/** Of a call, or of an event that could not be read as one. */
function askerOf(event: unknown, { awsRequestId: requestId }: Context): Asker {
  const { base = '', isHead, requestContext } = event as Partial<HttpCall & APIGatewayProxyEventV2>
  return { requestId, base, isHead: isHead ?? requestContext?.http.method === 'HEAD' }
}

/** What was asked for, whether the event could be read or not. */
function refusedOf(event: unknown, requestId: string, { config }: Gateway): Refused {
  const { route, traceparent, caller, ...raw } = event as HttpCall & APIGatewayProxyEventV2
  const counted = 'Requests'
  if (!route) {
    const trace = traceparentOf(raw.headers?.traceparent)
    const path = knownPath(raw.rawPath)
    return { requestId, traceparent: trace, caller: callerOf(raw.requestContext), path, counted }
  }
  const place = placeOf(route, raw, config)
  // To look at a job is no request of its own, whether it is shown or not.
  return { requestId, traceparent, caller, ...place, ...(route.kind !== 'job' && { counted }) }
}

function placeOf(route: Route, { body }: Pick<HttpCall, 'body'>, { defaultApp }: Config) {
  if (route.kind === 'operation') return { operation: route.operation, app: appIn(body, defaultApp) }
  return route.kind === 'job' ? { path: JOB_PATH, jobId: route.jobId } : { path: `/v1/${route.kind}` }
}

async function runAlone(operation: string, call: HttpCall, gateway: Gateway): Promise<Answer> {
  const done = await runOperation(operation, call, gateway)
  logRequest(done, gateway)
  return done.answer
}

/** A module of its own, larger than all that a start loads: it is read when somebody asks for it. */
const readDocument = async (): Promise<object> =>
  (await import('../../../docs/api/openapi.json', { with: { type: 'json' } })).default

async function answer(call: HttpCall, gateway: Gateway): Promise<Answer> {
  const { route, requestId } = call
  const { config } = gateway
  switch (route.kind) {
    case 'operation':
      return runAlone(route.operation, call, gateway)
    case 'batch':
      // Loaded by the first of its kind: what a start loads, each start pays for.
      return (await import('./batch.ts')).runBatch(call, gateway)
    case 'job':
      return (await import('./job.ts')).showJob(route.jobId, call, gateway)
    case 'openapi.json':
      return jsonAnswer(200, await readDocument())
    case 'health': {
      const [version, commit] = config.version.split('+')
      const plain = { status: 'ok', version, commit, requestId, operations: [...known.keys()] }
      if (call.app === undefined) return jsonAnswer(200, plain)
      return (await import('./health.ts')).checkHealth(plain, call, gateway)
    }
  }
}
