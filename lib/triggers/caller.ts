import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { ANONYMOUS } from '../access.ts'

type RequestContext = APIGatewayProxyEventV2['requestContext'] & {
  readonly authorizer?: { readonly iam?: { readonly userArn?: string } }
}

/**
 * Who calls, as the IAM authorizer knows it: `{accountId}/{RoleName}` for an assumed role, whose session name varies and
 * says nothing; else the ARN itself.
 */
export function callerOf({ authorizer }: RequestContext): string {
  const arn = authorizer?.iam?.userArn || ANONYMOUS
  const [, account, role] = /^arn:[\w-]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? []
  return account === undefined ? arn : `${account}/${role}`
}
