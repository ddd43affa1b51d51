import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { ACCOUNT_ID, REGION } from '../account.ts'
import type { Match } from './routes.ts'

/** Names the caller of a local request: `{accountId}/{RoleName}` for a session of that role, or a whole ARN. */
const CALLER_HEADER = 'x-local-caller'
const ROLE = /^(\d{12})\/([\w+=,.@-]+)$/

/** Signatures aren't checked; who does not say who calls is one made-up user. */
function callerOf(name = `arn:aws:iam::${ACCOUNT_ID}:user/local`): object {
  const [, account, role] = ROLE.exec(name) ?? []
  return {
    accessKey: 'local-access-key',
    accountId: account ?? ACCOUNT_ID,
    callerId: 'local-caller',
    cognitoIdentity: null,
    principalOrgId: '',
    userArn: account ? `arn:aws:sts::${account}:assumed-role/${role}/local` : name,
    userId: 'local-caller',
  }
}

const API_ID = 'local'
const DOMAIN = `${API_ID}.execute-api.${REGION}.amazonaws.com`
const THIS_MACHINE = /^(localhost|[\d.]+|\[.*\])?(:\d+)?$/i

/** A `Host` that is not this machine's stands for a custom domain, whose base path stays in the path. */
const domainOf = (host = ''): string => (THIS_MACHINE.test(host) ? DOMAIN : host.replace(/:\d+$/, '').toLowerCase())

/** A request as read off the wire. */
export interface Received {
  request: IncomingMessage
  body: Buffer
  requestId: string
  at: Date
}

/** The path as an HTTP API sees it: percent-decoded. A path that can't be decoded stands as sent. */
export function pathOf(request: IncomingMessage): string {
  const raw = request.url!.split('?', 1)[0]!
  try {
    return decodeURIComponent(raw)
  } catch {
    return raw
  }
}

/**
 * The Lambda event, payload format 2.0, of a route behind the IAM authorizer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventOf(received: Received, match: Match): object {
  const { request, body } = received
  const mark = request.url!.indexOf('?')
  const query = mark < 0 ? '' : request.url!.slice(mark + 1)
  const { cookie, ...headers } = headersOf(request)
  const text = isText(headers['content-type']) && isUtf8(body)
  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: pathOf(request),
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query !== '' && { queryStringParameters: joined([...new URLSearchParams(query)]) }),
    requestContext: contextOf(received, match, headers),
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    ...(match.pathParameters && { pathParameters: match.pathParameters }),
    isBase64Encoded: body.length > 0 && !text,
  }
}

function contextOf({ request, requestId, at }: Received, { routeKey }: Match, headers: Record<string, string>): object {
  const domainName = domainOf(request.headers.host)
  return {
    accountId: ACCOUNT_ID,
    apiId: API_ID,
    authorizer: { iam: callerOf(headers[CALLER_HEADER]) },
    domainName,
    domainPrefix: domainName.split('.', 1)[0],
    http: {
      method: request.method,
      path: pathOf(request),
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress,
      userAgent: headers['user-agent'] ?? '',
    },
    requestId,
    routeKey,
    stage: '$default',
    time: logTime(at),
    timeEpoch: at.getTime(),
  }
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const { rawHeaders, socket } = request
  const pairs = rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1]!]] : [],
  )
  const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect'])
  return joined([
    ...pairs.filter(([name]) => !hopByHop.has(name)),
    ['x-forwarded-for', socket.remoteAddress ?? ''],
    ['x-forwarded-port', String(socket.localPort)],
    ['x-forwarded-proto', 'http'],
  ])
}

function joined(pairs: [string, string][]): Record<string, string> {
  const record: Record<string, string> = Object.create(null)
  for (const [name, value] of pairs) record[name] = name in record ? `${record[name]},${value}` : value
  return record
}

/**
 * AWS names no list; measured on the real thing, only these come as text. Anything else, a form and a missing type included, is
 * base64: https://github.com/ministackorg/ministack/pull/766. What AWS makes of such a type whose bytes are no UTF-8 is not known;
 * here these are base64 too, so that nothing of them is lost.
 */
function isText(contentType = ''): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(/\s*;\s*/)
  return (
    /^(text\/.+|application\/(json|xml|javascript))$/.test(type.trim()) &&
    parameters.every((parameter) => /^charset="?utf-8"?$/.test(parameter))
  )
}

/** 12/Mar/2020:19:03:58 +0000 */
function logTime(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}
