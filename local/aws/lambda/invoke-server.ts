import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { functionArn } from '../account.ts'
import { closeNow, listen } from '../listen.ts'
import { InvocationError } from './invocation-error.ts'

/** A function that can be invoked by its name. */
export interface Invocable {
  name: string
  /** Runs it and answers what it returned, or rejects with an InvocationError. */
  invoke(event: unknown): Promise<unknown>
  /** Takes an event whose outcome nobody waits for. */
  accept(event: unknown): void
}

export interface InvokeServerOptions {
  port: number
  host?: string | undefined
  allowHosts?: readonly string[] | undefined
  functions: Invocable[]
}

export interface InvokeServer {
  /** What AWS_ENDPOINT_URL_LAMBDA takes. */
  url: string
  /** Of the functions. */
  names: string[]
  close(): Promise<void>
}

/** A refusal as Lambda spells it: its name in a header, and a status of its own. */
class InvokeRefusal extends Error {
  readonly status: number
  readonly type: string
  constructor(status: number, type: string, message: string) {
    super(message)
    this.status = status
    this.type = type
  }
}

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/
const MEBIBYTE = 1024 * 1024
/** What an event may weigh, by the kind of invocation. */
const MOST_BYTES: Readonly<Record<string, number>> = { RequestResponse: 6 * MEBIBYTE, Event: MEBIBYTE }

/**
 * Lambda's Invoke, for the SDK's own client: `Event` is taken with 202 and treated as any asynchronous invocation,
 * `RequestResponse` waits for the answer. The call must be signed, but the signature isn't checked.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function startInvokeServer({ functions, ...at }: InvokeServerOptions): Promise<InvokeServer> {
  const server = createServer((request, response) => {
    answer(request, response, functions).catch(() => response.destroy())
  })
  const url = await listen(server, { ...at, what: 'the Lambda stand-in', flag: '--lambda-port' })
  return { url, names: functions.map(({ name }) => name), close: () => closeNow(server) }
}

async function answer(request: IncomingMessage, response: ServerResponse, functions: Invocable[]): Promise<void> {
  const body = await text(request)
  try {
    await invoke(request, body, response, functions)
  } catch (error) {
    if (!(error instanceof InvokeRefusal)) throw error
    const { status, type, message } = error
    send(response, status, { Type: status < 500 ? 'User' : 'Service', Message: message }, { 'x-amzn-errortype': type })
  }
}

async function invoke(request: IncomingMessage, body: string, response: ServerResponse, functions: Invocable[]) {
  const found = find(request, functions)
  const kind = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse')
  const event = read(body, kind)
  if (kind === 'Event') {
    found.accept(event)
    return send(response, 202, undefined)
  }
  const executed = { 'x-amz-executed-version': '$LATEST' }
  try {
    send(response, 200, await found.invoke(event), executed)
  } catch (error) {
    if (!(error instanceof InvocationError)) throw error
    const { type, message, trace } = error
    if (type === 'TooManyRequestsException') throw new InvokeRefusal(429, type, message)
    const failure = { errorType: type, errorMessage: message, ...(trace && { trace: trace.split('\n') }) }
    send(response, 200, failure, { ...executed, 'x-amz-function-error': 'Unhandled' })
  }
}

function find({ method, url, headers }: IncomingMessage, functions: Invocable[]): Invocable {
  const [, asked] = PATH.exec(url!) ?? []
  if (method !== 'POST' || asked === undefined) {
    throw new InvokeRefusal(404, 'UnknownOperationException', 'The Lambda stand-in knows Invoke alone.')
  }
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
    throw new InvokeRefusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  // A name, or the ARN that ends in it.
  const name = /^(?:.*:function:)?([^:]+)/.exec(decodeURIComponent(asked))?.[1] ?? ''
  const found = functions.find((one) => one.name === name)
  if (found) return found
  throw new InvokeRefusal(404, 'ResourceNotFoundException', `Function not found: ${functionArn(name)}`)
}

function read(body: string, kind: string): unknown {
  const most = MOST_BYTES[kind]
  if (most === undefined) {
    throw new InvokeRefusal(400, 'InvalidParameterValueException', `The Lambda stand-in doesn't know the type ${kind}.`)
  }
  const bytes = Buffer.byteLength(body)
  if (bytes > most) {
    const message = `${bytes} byte payload is too large for the ${kind} invocation type (limit ${most} bytes)`
    throw new InvokeRefusal(413, 'RequestTooLargeException', message)
  }
  try {
    return body === '' ? {} : JSON.parse(body)
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`
    throw new InvokeRefusal(400, 'InvalidRequestContentException', message)
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers })
  response.end(body === undefined ? '' : JSON.stringify(body))
}
