import { Logger } from '@aws-lambda-powertools/logger'

export type Fields = Readonly<Record<string, unknown>>

/** One JSON line per call of a method. Callers pass facts only; `redact` is the net below them. */
export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

const logger = new Logger({ serviceName: 'chat-gateway' })

export const log: Log = {
  debug: (message, fields = {}) => logger.debug(message, fields),
  info: (message, fields = {}) => logger.info(message, fields),
  warn: (message, fields = {}) => logger.warn(message, fields),
  error: (message, fields = {}) => logger.error(message, fields),
}

/** A text without the UserSig that travels in the upstream's URL, nor any of `secrets`. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const plain = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
  return plain.replace(/usersig=[^&\s"']*/gi, 'usersig=[redacted]')
}

/** An unexpected error as log fields. */
export const faultOf = (error: unknown): Fields =>
  error instanceof Error ? { error: redact(error.stack ?? error.message) } : { error: typeof error }
