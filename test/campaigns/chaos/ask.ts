import { request } from 'node:http'
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
}

/**
 * One HTTP request on a connection of its own: one that is kept may be closed by the other side in the very moment in which it
 * is used again, and then nobody knows. Rejects where no whole reply came.
 */
export function ask(
  url: string,
  { method = 'POST', headers = {}, body, timeoutMs = 40_000 }: Question,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (reply) => {
      text(reply)
        .then((all) => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text: all }), reject)
        .finally(() => clearTimeout(timer))
    })
    const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${timeoutMs} ms: ${url}`)), timeoutMs)
    asked.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    asked.end(body && JSON.stringify(body))
  })
}
