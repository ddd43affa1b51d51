import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type { Gateway } from '../../gateway.ts'
import type { Fields } from '../../log.ts'
import { operations } from '../../operations/index.ts'
import { type Answer, jsonAnswer, refuse } from '../answer.ts'
import { runBatch } from './batch.ts'
import { type HttpCall, readCall } from './call.ts'
import { encode } from './encode.ts'
import { showJob } from './job.ts'
import { runOperation } from './operation.ts'

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

/** The HTTP door: an API Gateway event becomes a call, and what comes of it an answer. */
export function createHttpHandler(gateway: Gateway): HttpHandler {
  const stack = middy<unknown, unknown>({ timeoutEarlyInMillis: 0 })
    .use({
      before: (request) => {
        request.event = readCall(request.event as APIGatewayProxyEventV2, request.context, gateway)
      },
      after: (request) => {
        request.response = encode(request.response as Answer, request.context.awsRequestId)
      },
      onError: (request) => {
        const { awsRequestId } = request.context
        request.response = encode(
          refuse(request.error, awsRequestId, gateway.log, placeOf(request.event)),
          awsRequestId,
        )
      },
    })
    .handler((call: unknown) => answer(call as HttpCall, gateway))
  return stack as unknown as HttpHandler
}

/** For the log: what was asked for, whether the event could be read or not. */
function placeOf(event: unknown): Fields {
  const { route, rawPath } = event as Partial<HttpCall & APIGatewayProxyEventV2>
  if (route?.kind === 'operation') return { operation: route.operation }
  return { path: route ? `/v1/${route.kind}` : String(rawPath).slice(0, 200) }
}

async function answer(call: HttpCall, gateway: Gateway): Promise<Answer> {
  const { route, requestId } = call
  switch (route.kind) {
    case 'operation':
      return runOperation(route.operation, call, gateway)
    case 'batch':
      return runBatch(call, gateway)
    case 'job':
      return showJob(route.jobId, call, gateway)
    default:
      return jsonAnswer(200, { status: 'ok', requestId, operations: [...operations.keys()] })
  }
}
