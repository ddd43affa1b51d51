import { setMaxListeners } from 'node:events'
import { GatewayUnreachable } from '../answers/errors.ts'
import type { ReadySettings } from '../settings.ts'
import type { GatewayReply, GatewayRequest } from './messages.ts'
import { isOfGateway, isRefusedByApi, refusal } from './refusals.ts'
import { shownError, type Veil, veiled, veilOver } from './secrets.ts'
import { createSigner, type Signer } from './sign.ts'

/** One attempt: signed, sent, and its answer read. @param ms how long it may take */
export type Attempt = (request: GatewayRequest, ms: number) => Promise<GatewayReply>

export function createAttempt(settings: ReadySettings): Attempt {
  const signer = createSigner(settings)
  return async (request, ms) => {
    const reply = await sendOnce(request, ms, signer, settings)
    if (!isRefusedByApi(reply)) return reply
    // A wrong clock and old credentials are mended here and now: once, since a second refusal means something else.
    const isMended = (await signer?.mend(reply)) ?? false
    const again = isMended ? await sendOnce(request, ms, signer, settings) : reply
    if (isRefusedByApi(again)) throw refusal(again, signer !== undefined)
    return again
  }
}

async function sendOnce(
  request: GatewayRequest,
  ms: number,
  signer: Signer | undefined,
  settings: ReadySettings,
): Promise<GatewayReply> {
  const { method, path, signal } = request
  const url = new URL(`${settings.url.pathname.replace(/\/$/, '')}${path}`, settings.url)
  const body = request.body === undefined ? undefined : JSON.stringify(request.body)
  const plain = plainHeaders(request)
  const headers = signer ? await signer.sign({ method, url, headers: plain, body }) : plain
  const veil = veilOver(headers)
  const timer = new AbortController()
  const late = setTimeout(() => timer.abort(), Math.max(0, ms))
  const stop = () => timer.abort()
  // One signal may end hundreds of calls at once, which is no leak that Node would have to warn of.
  if (signal instanceof EventTarget) setMaxListeners(0, signal)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    signal?.throwIfAborted()
    const init = { method, headers, redirect: 'manual', signal: timer.signal } as const
    const response = await settings.fetch(url, body === undefined ? init : { ...init, body })
    return await read(response, url, veil)
  } catch (error) {
    signal?.throwIfAborted()
    if (timer.signal.aborted) throw tooLate(url, ms)
    throw error instanceof GatewayUnreachable ? error : unreachable(url, shownError(error, veil))
  } finally {
    clearTimeout(late)
    signal?.removeEventListener('abort', stop)
  }
}

const plainHeaders = ({ headers, body, idempotencyKey }: GatewayRequest): Record<string, string> => ({
  accept: 'application/json, application/problem+json',
  'user-agent': 'chat-gateway-client',
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  ...headers,
})

async function read(response: Response, url: URL, veil: Veil): Promise<GatewayReply> {
  const headers = Object.fromEntries(response.headers)
  const { status } = response
  const text = await response.text().catch((error: unknown) => {
    throw cutOff(url, status, shownError(error, veil))
  })
  const body = parsed(text)
  const reply = { status, headers, body, requestId: requestIdIn(headers, body) }
  if (isOfGateway(reply)) return reply
  // Answers of API Gateway's own: refused, too large, too many, no answer of the function.
  const isOfApi = body !== undefined && [403, 413, 429].includes(status)
  if (isOfApi || (body !== undefined && status >= 500)) return { ...reply, body: veiled(body, veil) }
  throw foreign(reply, url, /^\s*([{[]|$)/.test(text))
}

/** The error of an answer that nobody could have meant for a caller of the gateway. @param isCut whether it may be the beginning of one */
function foreign(
  { status, headers, body }: GatewayReply,
  { origin, pathname }: URL,
  isCut: boolean,
): GatewayUnreachable {
  const answered = `${origin}${pathname} answered ${status}`
  if (body === undefined && isCut && /^application\/(problem\+)?json\b/.test(headers['content-type'] ?? ''))
    return new GatewayUnreachable(
      `${answered} with JSON that is not whole: it was cut or changed on the way here.`,
      true,
    )
  if (status >= 300 && status < 400 && headers.location !== undefined)
    return new GatewayUnreachable(
      `${answered}, which leads elsewhere, and what is meant for one host is not sent to another. Check url: https, its base path.`,
      false,
    )
  const what = body === undefined ? 'no JSON' : `JSON that is no gateway's`
  const cure = status >= 500 ? 'See what stands between here and the gateway' : cures[status]
  return new GatewayUnreachable(
    cure === undefined
      ? `${answered} with ${what}: there is no Chat gateway. Check url, its base path included.`
      : `${answered} with ${what}: something in the gateway's place answers. ${cure}, or check url, its base path included.`,
    // Whoever marks its answers as the gateway does may be one, behind something that writes a page of its own in the place of answers.
    status >= 500 || (status < 400 && headers['x-request-id'] !== undefined),
  )
}

/** What a proxy or a firewall says in a way of its own. */
const cures: Readonly<Record<number, string>> = {
  403: 'See whether a firewall or a proxy lets this machine through',
  413: 'Send fewer items at once',
  429: 'Send more slowly',
}

function requestIdIn(headers: GatewayReply['headers'], body: unknown): string {
  const { requestId } = Object(body)
  return headers['x-request-id'] ?? (requestId as string | undefined) ?? headers['apigw-requestid'] ?? ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const tooLate = ({ origin }: URL, ms: number): GatewayUnreachable =>
  new GatewayUnreachable(`${origin} did not answer within ${Math.round(ms)} ms`, true)

/** Where no connection came about, nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const reasonOf = (error: Error): string => {
  const { code, message } = Object(error.cause ?? error) as NodeJS.ErrnoException
  return code ?? (message || error.message)
}

function unreachable({ origin }: URL, error: Error): GatewayUnreachable {
  const reason = reasonOf(error)
  const cure = NEVER_SENT.has(reason) || /CERT|SSL|TLS/.test(reason) ? '. Check url, and the way to it.' : ''
  return new GatewayUnreachable(`${origin} could not be reached: ${reason}${cure}`, !isNeverSent(reason), error)
}

const cutOff = ({ origin }: URL, status: number, error: Error): GatewayUnreachable =>
  new GatewayUnreachable(
    `${origin} answered ${status}, but its answer broke off or can't be unpacked: ${reasonOf(error)}`,
    true,
    error,
  )

const isNeverSent = (reason: string): boolean => NEVER_SENT.has(reason) || /CERT|SELF_SIGNED|UNABLE_TO/.test(reason)
