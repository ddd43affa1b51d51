import type { Stage } from '../stages/stage.ts'
import { arnsOf, type Home } from './arns.ts'
import { allow, type Policy, policyOf, type Statement } from './statements.ts'

/** What CloudFormation needs to make, change and delete a stage's stack: the policy of the role that it takes on for that. */
export function executionPolicy(stage: Stage, home: Home): Policy {
  const arns = arnsOf(stage, home)
  const more = asTheStageSays(stage, home).filter((one) => one !== undefined)
  return policyOf([...code(arns), ...work(arns), ...watch(arns), ...roles(stage, home), ...more])
}

type Arns = ReturnType<typeof arnsOf>

/** The functions, what they are made of, and what calls them. */
function code(arns: Arns): Statement[] {
  const readsOfBucket = 'ListBucket ListTagsForResource GetBucket* Get*Configuration'
  return [
    allow(
      'Bucket',
      `s3: CreateBucket DeleteBucket DeleteBucketEncryption DeleteBucketPolicy PutBucketPolicy PutBucketTagging PutEncryptionConfiguration TagResource UntagResource ${readsOfBucket}`,
      [arns.bucket],
    ),
    allow('Code', 's3: GetObject GetObjectVersion', [arns.objects]),
    allow(
      'Functions',
      'lambda: AddPermission CreateAlias CreateFunction Delete* GetAlias GetFunction* GetPolicy GetProvisionedConcurrencyConfig GetRuntimeManagementConfig ListTags ListVersionsByFunction PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig PutProvisionedConcurrencyConfig RemovePermission TagResource UntagResource UpdateAlias UpdateFunctionCode UpdateFunctionConfiguration UpdateFunctionEventInvokeConfig',
      [arns.functions],
    ),
    // Its own id is made up by Lambda; what it may lead to is bounded.
    allow('Mapping', 'lambda: CreateEventSourceMapping DeleteEventSourceMapping UpdateEventSourceMapping', ['*'], {
      ArnLike: { 'lambda:FunctionArn': arns.functions },
    }),
    allow('ReadMapping', 'lambda: GetEventSourceMapping ListTags TagResource UntagResource', [arns.mappings]),
    allow('Api', 'apigateway: DELETE GET PATCH POST PUT TagResource UntagResource', arns.apis),
  ]
}

/** What holds work, and what hands it on. */
function work(arns: Arns): Statement[] {
  return [
    allow(
      'Tables',
      'dynamodb: CreateTable DeleteTable Describe* GetResourcePolicy ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive',
      [arns.tables],
    ),
    allow('Queues', 'sqs: CreateQueue DeleteQueue GetQueue* ListQueueTags SetQueueAttributes TagQueue UntagQueue', [
      arns.queues,
    ]),
    allow(
      'Bus',
      'events: CreateEventBus DeleteEventBus DescribeEventBus ListTagsForResource PutPermission RemovePermission TagResource UntagResource UpdateEventBus',
      [arns.bus],
    ),
    allow('Rules', 'events: DeleteRule DescribeRule List* PutRule PutTargets RemoveTargets TagResource UntagResource', [
      arns.rules,
    ]),
  ]
}

/** What tells how it goes. */
function watch(arns: Arns): Statement[] {
  return [
    allow(
      'Logs',
      'logs: AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey GetDataProtectionPolicy ListTagsForResource PutRetentionPolicy TagResource UntagResource',
      arns.logs,
    ),
    allow('ReadLogs', 'logs: DescribeIndexPolicies DescribeLogGroups DescribeResourcePolicies', ['*']),
    allow(
      'Alarms',
      'cloudwatch: DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource',
      [arns.alarms],
    ),
    allow(
      'Dashboard',
      'cloudwatch: DeleteDashboards GetDashboard ListTagsForResource PutDashboard TagResource UntagResource',
      [arns.dashboard],
    ),
  ]
}

/** Roles are made within the boundary, where there is one, and handed to the services alone that take them on. Taking a boundary off is for an administrator. */
function roles(stage: Stage, home: Home): Statement[] {
  const { roles: arn } = arnsOf(stage, home)
  const { permissionsBoundary: boundary, 'network.subnets': subnets } = stage.said
  const isGradual = stage.said['functions.http.gradual.traffic'] !== undefined
  const services = ['lambda.amazonaws.com', ...(isGradual ? ['codedeploy.amazonaws.com'] : [])]
  const within = boundary === undefined ? undefined : { StringEquals: { 'iam:PermissionsBoundary': boundary } }
  const network = {
    ArnEquals: { 'iam:PolicyARN': `arn:${home.partition}:iam::aws:policy/service-role/AWSLambdaENIManagementAccess` },
  }
  return [
    allow('MakeRoles', 'iam: CreateRole DeleteRolePolicy PutRolePermissionsBoundary PutRolePolicy', [arn], within),
    allow(
      'Roles',
      'iam: DeleteRole GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription',
      [arn],
    ),
    allow('HandRoles', 'iam: PassRole', [arn], { StringEquals: { 'iam:PassedToService': services } }),
    ...(subnets === undefined
      ? []
      : [allow('NetworkOfRoles', 'iam: AttachRolePolicy DetachRolePolicy', [arn], network)]),
  ]
}

function asTheStageSays(stage: Stage, home: Home): (Statement | undefined)[] {
  const { archive, bus, apiOf, gradual, zoneOf } = arnsOf(stage, home)
  const { said, region } = stage
  const { 'keys.tables': tables, 'domain.name': domain, 'domain.zone': zone } = said
  const viaTables = { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } }
  return [
    said['network.subnets'] &&
      allow('Network', 'ec2: DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcs', ['*']),
    said['functions.http.gradual.traffic'] === undefined
      ? undefined
      : allow(
          'Gradual',
          'codedeploy: CreateApplication CreateDeployment CreateDeploymentGroup DeleteApplication DeleteDeploymentGroup Get* List* RegisterApplicationRevision StopDeployment TagResource UntagResource UpdateDeploymentGroup',
          gradual,
        ),
    said.accessLog
      ? allow(
          'AccessLog',
          'logs: CreateLogDelivery DeleteLogDelivery GetLogDelivery ListLogDeliveries PutResourcePolicy UpdateLogDelivery',
          ['*'],
        )
      : undefined,
    said['archive.days'] === undefined
      ? undefined
      : allow('Archive', 'events: CreateArchive DeleteArchive DescribeArchive UpdateArchive', [archive, bus]),
    tables === undefined ? undefined : allow('KeyOfTables', 'kms: CreateGrant DescribeKey', [tables], viaTables),
    domain === undefined
      ? undefined
      : allow(
          'Domain',
          'apigateway: DELETE GET PATCH POST PUT',
          apiOf('/domainnames', `/domainnames/${domain}`, `/domainnames/${domain}/*`),
        ),
    zone === undefined
      ? undefined
      : allow(
          'Records',
          'route53: ChangeResourceRecordSets GetChange GetHostedZone ListResourceRecordSets',
          zoneOf(zone),
        ),
  ]
}
