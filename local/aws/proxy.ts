import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What happens to a call that is to go wrong. */
export type Break =
  /** The connection is cut, and the service has not seen the call. */
  | 'cut'
  /** The service has done it, and its reply is lost. */
  | 'lost'
  /** The service refuses it for now. */
  | 'throttled'
  /** The service answers this, with status 200 unless another is named, and has not seen the call. */
  | { readonly answer: object; readonly status?: number }

export interface AwsCall {
  /** `PutItem`, `SendMessage`, … */
  readonly action: string
  readonly body: Readonly<Record<string, unknown>>
  /** Whose attempt it is: the SDK's repeats of one call share it. */
  readonly invocationId?: string | undefined
}

export interface AwsProxy {
  readonly url: string
  /** What has been asked of the service, in order. */
  readonly calls: AwsCall[]
  /** Lets the next `times` calls of this action go wrong, whose JSON text has `holding` in it. */
  readonly breakNext: (action: string, how: Break, times?: number, holding?: string) => void
  /** How many calls have gone wrong so far. */
  readonly broken: () => number
  /** Nothing goes wrong any more. */
  readonly mend: () => void
  readonly close: () => Promise<void>
}

interface Rule {
  readonly action: string
  readonly how: Break
  readonly holding: string
  times: number
}

/** A request as it comes in, before anything else is done with it. */
export interface AwsRequest {
  readonly headers: IncomingMessage['headers']
  readonly url: string
  readonly body: AwsCall['body']
}

/** Looks at a request first; a text is why it is denied. */
export type Guard = (request: AwsRequest) => string | undefined

/**
 * Stands before one of the stand-ins that speak AWS's JSON protocols, sees every call, and breaks those it is told to: for tests and
 * measurements, never for `npm start`. Lambda's Invoke passes too; it names no action.
 */
export async function startAwsProxy(target: string, guard: Guard = () => undefined): Promise<AwsProxy> {
  const calls: AwsCall[] = []
  let rules: Rule[] = []
  let broken = 0
  const server = createServer(async (asked, reply) => {
    const text = Buffer.concat(await asked.toArray()).toString()
    const action = String(asked.headers['x-amz-target']).split('.').at(-1) ?? ''
    const body: AwsCall['body'] = text === '' ? {} : JSON.parse(text)
    calls.push({ action, body, invocationId: asked.headers['amz-sdk-invocation-id']?.toString() })
    const denied = guard({ headers: asked.headers, url: asked.url ?? '/', body })
    if (denied !== undefined) return send(reply, 400, accessDenied(denied))
    const rule = rules.find((one) => one.times > 0 && one.action === action && text.includes(one.holding))
    if (rule) {
      rule.times -= 1
      broken += 1
    }
    if (rule?.how === 'cut') return void asked.socket.destroy()
    if (rule?.how === 'throttled') return send(reply, 400, THROTTLED)
    if (typeof rule?.how === 'object') return send(reply, rule.how.status ?? 200, rule.how.answer)
    pass(target, asked, text, reply, rule?.how === 'lost')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    breakNext: (action, how, times = 1, holding = '') => void rules.push({ action, how, times, holding }),
    broken: () => broken,
    mend: () => {
      rules = []
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((closed) => server.close(() => closed()))
    },
  }
}

/** As AWS's JSON protocols say it. */
export const accessDenied = (message: string) => ({ __type: 'com.amazonaws#AccessDeniedException', message })

const THROTTLED = { __type: 'com.amazonaws#ThrottlingException', message: 'Rate exceeded' }

function send(reply: ServerResponse, status: number, body: object): void {
  reply.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
}

function pass(target: string, asked: IncomingMessage, text: string, reply: ServerResponse, isLost: boolean): void {
  const { method, url = '/', headers } = asked
  const forward = request(new URL(url, target), { method, headers }, (answer) => {
    if (isLost) return void answer.resume().on('end', () => asked.socket.destroy())
    // The service's clock is this process's, also where a test has that stand still.
    reply.writeHead(answer.statusCode ?? 500, { ...answer.headers, date: new Date().toUTCString() })
    answer.pipe(reply)
  })
  forward.on('error', () => asked.socket.destroy())
  forward.end(text)
}
