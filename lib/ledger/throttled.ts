/**
 * The names of errors by which DynamoDB refuses a request as one too many. Nothing of such a request was done
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
 */
const NAMES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'SlowDown',
])

/** Whether an error, or one that caused it, has such a name. */
export const isThrottling = (error: unknown): boolean =>
  error instanceof Error && (NAMES.has(error.name) || isThrottling(error.cause))

/** A throttling error under a name that the SDK does not know, so that the SDK does not repeat the request and we can. */
export class Throttled extends Error {
  constructor(cause: Error) {
    super(`${cause.name}: ${cause.message}`, { cause })
    this.name = 'Throttled'
  }
}
