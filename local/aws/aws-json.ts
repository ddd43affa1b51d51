import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** A refusal as AWS JSON 1.1 spells it: HTTP 400 with the error's name in `__type`. */
export class Refusal extends Error {
  readonly type: string
  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** What an endpoint does for a call, by the call's `x-amz-target`. Throws a Refusal for what AWS refuses. */
export type Calls<Question> = Readonly<Record<string, (question: Question) => object>>

/** Answers a call of AWS JSON 1.1, of those that the endpoint has. It must be signed, but the signature isn't checked. */
export async function answerCall<Question>(
  request: IncomingMessage,
  response: ServerResponse,
  calls: Calls<Question>,
): Promise<void> {
  const body = await text(request)
  try {
    const run = callOf(request, calls)
    send(response, 200, run(read(request, body) as Question))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    send(response, 400, { __type: error.type, message: error.message })
  }
}

function callOf<Question>({ headers }: IncomingMessage, calls: Calls<Question>): Calls<Question>[string] {
  const { 'x-amz-target': target } = headers
  const run = typeof target === 'string' && Object.hasOwn(calls, target) ? calls[target] : undefined
  if (run) return run
  throw new Refusal('UnknownOperationException', '')
}

function read({ headers }: IncomingMessage, body: string): unknown {
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
    throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  try {
    return Object(JSON.parse(body))
  } catch {
    throw new Refusal('SerializationException', 'The request is not JSON.')
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() })
  response.end(JSON.stringify(body))
}
