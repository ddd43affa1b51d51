import type { Context } from 'aws-lambda'
import { GatewayError } from '../errors/gateway-error.ts'
import { type Log, redact } from '../telemetry/log.ts'

type Handler<E, R> = (event: E, context: Context) => Promise<R>

/**
 * The handler, of which nothing but plain errors leaves. Lambda writes such an error into the log with the name of its class and
 * with every member, past our log: a bundle's classes have no name that could be read, and an SDK's error holds the whole exchange.
 * A line of our own tells of it too, since Lambda's bears no `service`.
 */
export function withPlainErrors<E, R>(handler: Handler<E, R>, log: Log): Handler<E, R> {
  return async (event, context) => {
    try {
      return await handler(event, context)
    } catch (error) {
      const plain = plainOf(error)
      log.error('invocation failed', { requestId: context?.awsRequestId, error: `${plain.name}: ${plain.message}` })
      throw plain
    }
  }
}

const FRAME = /^\s+at /

/** The same error without anything that could hold a secret, of a class that bears its name. */
function plainOf(error: unknown): Error {
  const { message = '', stack = '' } = error instanceof Error ? error : {}
  const name = nameOf(error)
  // A class takes the name of the member it is put into, whatever a bundler does to the others.
  const classes = { [name]: class extends Error {} }
  const Named = classes[name] as typeof Error
  Object.defineProperty(Named.prototype, 'name', { value: name })
  const plain = new Named(redact(message))
  const frames = stack.split('\n').filter((line) => FRAME.test(line))
  plain.stack = redact([`${name}: ${message}`, ...frames].join('\n'))
  return plain
}

/** Ours go by their code, which the docs know; others by the name they were given, where it is one. */
function nameOf(error: unknown): string {
  if (error instanceof GatewayError) return error.code
  return error instanceof Error && /^[A-Z]\w{2,63}$/.test(error.name) ? error.name : 'Error'
}
