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

/**
 * Answers a call of AWS JSON 1.1, of the one operation that the endpoint has. `run` throws a Refusal for what AWS refuses.
 * The call must be signed, but the signature isn't checked.
 */
export async function answerCall<Question>(
  request: IncomingMessage,
  response: ServerResponse,
  operation: string,
  run: (question: Question) => object,
): Promise<void> {
  const body = await text(request)
  try {
    send(response, 200, run(read(request, operation, body) as Question))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    send(response, 400, { __type: error.type, message: error.message })
  }
}

function read({ headers }: IncomingMessage, operation: string, body: string): unknown {
  if (headers['x-amz-target'] !== operation) throw new Refusal('UnknownOperationException', '')
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
