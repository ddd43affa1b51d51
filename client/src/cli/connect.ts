import { CredentialsError, GatewayUnreachable } from '../answers/errors.ts'
import { SettingsError } from '../settings.ts'
import { createExchange } from '../transport/exchange.ts'
import type { Exchange } from '../transport/messages.ts'
import type { Context, GlobalOptions } from './command.ts'
import { exitCodes, Mistake } from './exit-codes.ts'

/** Where `npm start` serves the gateway. */
const LOCAL_URL = 'http://127.0.0.1:4000'

/** The address that the command line or the environment names. */
export const urlOf = ({ url }: GlobalOptions, { terminal }: Context): string | undefined =>
  url ?? (terminal.env.CHAT_GATEWAY_URL || undefined)

/**
 * The way to the gateway that the options name. Its failures are a line each, with the cure in the words of the command line.
 * @throws Mistake where no gateway is named, or where it can't be meant
 */
export function connect(options: GlobalOptions, context: Context): Exchange {
  const url = urlOf(options, context)
  if (url === undefined) {
    throw new Mistake(
      `Say where the gateway is: --url https://…, or CHAT_GATEWAY_URL. That of npm start is ${LOCAL_URL}`,
    )
  }
  const { region, profile, sign } = options
  const credentials = sign === undefined ? undefined : sign ? 'chain' : 'none'
  try {
    const exchange = createExchange({ url, region, profile, credentials })
    return (request) => exchange({ ...request, signal: request.signal ?? context.terminal.signal })
  } catch (error) {
    if (error instanceof SettingsError) throw new Mistake(asTyped(error.message))
    throw error
  }
}

/** Settings go by other names on the command line. */
function asTyped(message: string): string {
  const told = message
    .replace(/^url: /, '--url: ')
    .replace(/Check url\b/, 'Check --url')
    .replace(/credentials: 'none'/, '--no-sign')
  return /[./]$/.test(told) ? told : `${told}.`
}

/** What a failure to reach the gateway says on the command line; undefined for any other error. */
export function asMistake(error: unknown): Mistake | undefined {
  if (error instanceof SettingsError) return new Mistake(asTyped(error.message))
  if (error instanceof GatewayUnreachable) return new Mistake(asTyped(error.message), exitCodes.unreachable)
  if (error instanceof CredentialsError) return new Mistake(inCommandsWords(error), exitCodes.credentials)
  return undefined
}

function inCommandsWords({ kind, message, cause }: CredentialsError): string {
  if (kind === 'refused') return message
  if (kind === 'expired') return 'The AWS credentials have expired. Sign in again, as with aws sso login.'
  if (cause === undefined) return 'The API takes signed requests only. Leave out --no-sign, and sign in to AWS.'
  const said = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0]
  return `There are no AWS credentials to sign with (${said}). Sign in, as with aws sso login, or name some: --profile NAME, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`
}
