import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a browser shows, instead of JSON. */
export class Page {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}

/** What this machine answers itself: a page, or what becomes JSON. Given the address by which it was asked. */
export type Own = (origin: string) => unknown

/**
 * Answers what is asked of this machine, and not of the gateway.
 * @param readBody undefined where the body is too large
 */
export async function answerOwn(
  request: IncomingMessage,
  response: ServerResponse,
  own: Own,
  readBody: (request: IncomingMessage) => Promise<Buffer | undefined>,
): Promise<void> {
  response.setHeader('content-type', 'application/json')
  try {
    // Whoever asks for a part of it must not be given the whole.
    if (!/^\s*(\{\s*\})?\s*$/.test(String(await readBody(request)))) {
      response.statusCode = 400
      return void response.end(
        JSON.stringify({ message: 'It takes no body. Leave it out, and it is done as a whole.' }),
      )
    }
    const made = await own(`http://${request.headers.host}`)
    if (!(made instanceof Page)) return void response.end(JSON.stringify(made))
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(made.html)
  } catch (error) {
    response.statusCode = 500
    response.end(JSON.stringify({ message: String(error) }))
  }
}
