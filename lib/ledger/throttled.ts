/**
 * By these names DynamoDB and what stands before it refuse a request as one too many: nothing of it was done
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

/** Whether that is what an error comes from. */
export const isThrottling = (error: unknown): boolean =>
  error instanceof Error && (NAMES.has(error.name) || isThrottling(error.cause))

/** A refusal by a name that the SDK does not know, so that it leaves it to us to send the request again. */
export class Throttled extends Error {
  constructor(cause: Error) {
    super(`${cause.name}: ${cause.message}`, { cause })
    this.name = 'Throttled'
  }
}
