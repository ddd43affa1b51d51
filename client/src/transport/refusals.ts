import { CredentialsError } from '../answers/errors.ts'
import type { GatewayReply } from './messages.ts'

/** Our own FORBIDDEN is a problem of the gateway's; this one never reached it. */
export const isRefusedByApi = (reply: GatewayReply): boolean => reply.status === 403 && !isOfGateway(reply)

/** Whether an answer is the gateway's own. A proxy on the way may have taken its header off, and others set one of that name too. */
export function isOfGateway({ headers, body }: Pick<GatewayReply, 'headers' | 'body'>): boolean {
  const { requestId, jobId, outcome, status, code } = Object(body)
  if (typeof requestId === 'string' || typeof jobId === 'string') return true
  return headers['x-request-id'] !== undefined && (outcome ?? status ?? code) !== undefined
}

/** The error of a request that the API refused. @param isSigned whether it had a signature */
export function refusal({ body }: GatewayReply, isSigned: boolean): CredentialsError {
  const said = `The API refused the request (403: ${messageIn(body)}).`
  if (!isSigned)
    return new CredentialsError(
      'none',
      `${said} It takes signed requests: leave out credentials: 'none', and see that there are credentials of AWS.`,
    )
  if (isExpired(body))
    return new CredentialsError(
      'expired',
      `${said} The credentials have expired: sign in again, such as with aws sso login.`,
    )
  const cure =
    'See that these credentials have not expired and may execute-api:Invoke here, and that region names where the API is.'
  return new CredentialsError('refused', `${said} ${cure}`)
}

/**
 * What the API itself says, as far as it may be shown. Where a signature is wrong, its words go on with the whole request that was to be
 * signed, the session token among its headers; where a header can't be read, they quote it.
 */
export const messageIn = (body: unknown): string => {
  const { message, Message } = Object(body)
  const [said = ''] = String(message ?? Message ?? 'no reason given').split(
    /\s*(?:[\r\n]|The Canonical String|The String-to-Sign)/,
    1,
  )
  return said
    .replace(/'[^']*'(?= not a valid key=value pair)/, 'It is')
    .replace(/(Authorization(?: header)?\s*[:=]).*/i, '$1 [hidden]')
    .slice(0, 300)
}

/** A signature expires as well, which tells of the clock and not of the credentials. */
const isExpired = (body: unknown): boolean =>
  /expired/i.test(messageIn(body)) && !/signature expired/i.test(messageIn(body))
