/** A request as an API Gateway HTTP API hands it on, with what the function reads of it. */
export const httpEvent = (
  method: string,
  path: string,
  caller: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): object => ({
  rawPath: path,
  headers: { 'content-type': 'application/json', ...headers },
  requestContext: { http: { method, path }, stage: '$default', authorizer: { iam: { userArn: caller } } },
  ...(body !== undefined && { body }),
  isBase64Encoded: false,
})

/** An answer as it leaves the function. */
export interface Response {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const pathOf = (operation: string): string => `/v1/${operation.replace('.', '/')}`
