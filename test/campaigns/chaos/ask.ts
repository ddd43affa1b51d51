import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

export interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
  readonly timeoutMs?: number
  /** Of a client that keeps its connections. */
  readonly agent?: Agent
}

/**
 * One HTTP request, unless told otherwise on a connection of its own: one that is kept may be closed by the other side in the very moment in which it
 * is used again, and then nobody knows. Rejects where no whole reply came.
 */
export async function ask(url: string, question: Question): Promise<Reply> {
  const { method = 'POST', headers = {}, body, timeoutMs = 40_000, agent = false } = question
  const asked = request(url, { method, headers, agent })
  const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${timeoutMs} ms: ${url}`)), timeoutMs)
  try {
    // Bytes behind a reply are an error too, when nobody waits for one any more.
    asked.on('error', () => undefined)
    asked.end(body && JSON.stringify(body))
    const [reply] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: reply.statusCode ?? 0, headers: reply.headers, text: await text(reply) }
  } finally {
    clearTimeout(timer)
  }
}
