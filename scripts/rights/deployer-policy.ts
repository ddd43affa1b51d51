import type { Stage } from '../stages/stage.ts'
import { arnsOf, type Home } from './arns.ts'
import { allow, type Policy, policyOf } from './statements.ts'

/**
 * What a person or a pipeline needs to deploy a stage, take it back and remove it, while a role of CloudFormation's own does what the stack
 * asks. Traced by letting osls deploy to a stand-in.
 */
export function deployerPolicy(stage: Stage, home: Home): Policy {
  const arns = arnsOf(stage, home)
  const role =
    stage.said.deploymentRole ??
    `arn:${home.partition}:iam::${home.account}:role/cloudformation-chat-gateway-${stage.name}`
  return policyOf([
    allow(
      'Stack',
      'cloudformation: CancelUpdateStack ContinueUpdateRollback CreateChangeSet CreateStack DeleteChangeSet DeleteStack DescribeChangeSet DescribeStackEvents DescribeStackResource DescribeStackResources DescribeStacks ExecuteChangeSet GetTemplate ListStackResources UpdateStack UpdateTerminationProtection',
      [arns.stack],
    ),
    allow('JudgeTemplates', 'cloudformation: ValidateTemplate', ['*']),
    allow(
      'Bucket',
      's3: GetBucketLocation GetBucketPolicy GetBucketVersioning GetEncryptionConfiguration ListBucket ListBucketVersions',
      [arns.bucket],
    ),
    allow('Packages', 's3: DeleteObject DeleteObjectVersion GetObject PutObject', [arns.objects]),
    allow('CompareFunctions', 'lambda: GetFunction ListVersionsByFunction', [arns.functions]),
    // npm run smoke; the stage's own policy must let this caller in as well.
    allow('TryIt', 'execute-api: Invoke', [arns.invoke]),
    allow('HandRole', 'iam: PassRole', [role], {
      StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
    }),
  ])
}

/** Who may take the deployer's role: workflows of one repository, in the environment that is called as the stage is. */
export const trustPolicy = ({ name }: Stage, { partition, account }: Home, repository: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': `repo:${repository}:environment:${name}`,
        },
      },
    },
  ],
})

/** Who may take the role that does what the stack asks: CloudFormation, for this account's stack and no other. */
export const executionTrustPolicy = (stage: Stage, home: Home) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudformation.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': home.account },
        ArnLike: { 'aws:SourceArn': arnsOf(stage, home).stack },
      },
    },
  ],
})
