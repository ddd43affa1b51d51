import type { Context } from 'aws-lambda'
import type { Log } from '../telemetry/log.ts'
import { metric } from '../telemetry/metric.ts'

/**
 * For what no trigger of the function's sends: somebody invoked it by hand, or connected it to something else. There is nobody to
 * answer, so what is returned is there to be thrown: the invocation fails, and its sender hears of it.
 * @param takes what the function takes, in a sentence without its full stop
 */
export function notUnderstood(takes: string, { awsRequestId: requestId }: Context, log: Log): Error {
  const error = new Error(`${takes}; this event is nothing of the kind.`)
  log.error('event not understood', { requestId, error: error.message, ...metric('EventsNotUnderstood') })
  return error
}
