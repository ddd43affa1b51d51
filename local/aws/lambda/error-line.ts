/**
 * What Lambda's JSON format makes of an error that leaves a handler: the name of its class, and every member that can be counted.
 * As in aws-lambda-ric 4.0.2.
 */
export const errorLine = (error: unknown, requestId: string): string =>
  JSON.stringify(
    { timestamp: new Date().toISOString(), level: 'ERROR', requestId, message: asError(error) },
    (_, value: unknown) => (value instanceof Error ? written(value) : value),
  )

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

const written = (error: Error): object => ({
  errorType: error.constructor?.name ?? 'UnknownError',
  errorMessage: error.message,
  stackTrace: error.stack?.split('\n'),
  ...error,
})
