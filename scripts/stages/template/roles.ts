import type { Stage } from '../stage.ts'
import { allOf, type Editable, sub } from './editable.ts'

/** Roles for callers of other accounts, since an HTTP API has no policy of its own that could let them in; and what bounds every role. */
export function decideRoles(template: Editable, { name, said }: Stage): void {
  for (const [caller, principals] of Object.entries(said.callers ?? {})) letCall(template, name, caller, principals)
  if (said.permissionsBoundary === undefined) return
  for (const role of allOf(template, 'AWS::IAM::Role')) role.PermissionsBoundary = said.permissionsBoundary
}

/** The name of a role that a caller of another account assumes. */
export const callerRole = (stage: string, caller: string): string => `chat-gateway-${stage}-caller-${caller}`

function letCall(template: Editable, stage: string, caller: string, principals: readonly string[]): void {
  const Invoke = {
    Effect: 'Allow',
    Action: 'execute-api:Invoke',
    Resource: sub(`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${HttpApi}/$default/*`),
  }
  template.Resources[`CallerRole${idOf(caller)}`] = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: callerRole(stage, caller),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: principals }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'call', PolicyDocument: { Version: '2012-10-17', Statement: [Invoke] } }],
    },
  }
}

/** CloudFormation takes letters and digits only; two names that differ in the rest must not become one. */
const idOf = (name: string): string => name.replaceAll('-', 'Dash').replaceAll('_', 'Underscore')
