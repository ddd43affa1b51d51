/**
 * The inside of an instance: a process of its own that imports the bundle once and then answers one invocation at a time.
 * Started by instance.ts as `runtime.ts <bundle> <export>`.
 */
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { ACCOUNT_ID } from '../account.ts'
import { errorLine } from './error-line.ts'
import type { Failure, FromInstance, ToInstance } from './instance.ts'

type Handler = (event: unknown, context: object) => unknown

const say = (message: FromInstance) => void process.send?.(message)

// Without its parent an instance has nothing to live for; Ctrl-C reaches the whole group, but only the parent decides.
process.on('disconnect', () => process.exit())
process.on('SIGINT', () => undefined)

// What nobody catches ends the process, as on Lambda. Once it has answered, an instance there stands still, so that the end comes with
// the next invocation and is that one's failure.
let isFrozen = false
let isDoomed = false
process.on('uncaughtException', (error) => {
  console.error(error)
  if (!isFrozen) process.exit(1)
  isDoomed = true
})

try {
  const handler = await load(process.argv[2]!, process.argv[3]!)
  process.on('message', (message: ToInstance) => void answer(handler, message))
  isFrozen = true
  say({ is: 'ready' })
} catch (error) {
  say({ is: 'unloadable', failure: failureOf(error) })
}

async function load(file: string, name: string): Promise<Handler> {
  const handler = (await import(pathToFileURL(file).href))[name]
  if (typeof handler !== 'function') throw named('Runtime.HandlerNotFound', `${name} is undefined or not exported`)
  if (handler.length > 2) {
    throw named('Runtime.CallbackHandlerDeprecated', 'nodejs24.x no longer takes callback handlers: use async/await')
  }
  return handler
}

async function answer(handler: Handler, { event, requestId, deadline, traceId }: ToInstance): Promise<void> {
  if (isDoomed) process.exit(1)
  isFrozen = false
  process.env._X_AMZN_TRACE_ID = traceId
  const told = await run(handler, event, contextOf(requestId, deadline)).then(
    (payload): FromInstance => ({ is: 'answer', requestId, payload }),
    (error): FromInstance => {
      console.error(errorLine(error, requestId))
      return { is: 'failure', requestId, failure: failureOf(error) }
    },
  )
  // A rejection that nobody has caught by now is told of before the answer.
  await setImmediate()
  isFrozen = true
  say(told)
}

async function run(handler: Handler, event: string, context: object): Promise<string> {
  return JSON.stringify(await handler(JSON.parse(event), context)) ?? 'null'
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(awsRequestId: string, deadline: number): object {
  const { env } = process
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: `arn:aws:lambda:${env.AWS_REGION}:${ACCOUNT_ID}:function:${env.AWS_LAMBDA_FUNCTION_NAME}`,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), trace: '' }
  return { type: error.name, message: error.message, trace: error.stack ?? '' }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
