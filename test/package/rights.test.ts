import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { arnsOf } from '../../scripts/rights/arns.ts'
import { deployerPolicy, executionTrustPolicy, trustPolicy } from '../../scripts/rights/deployer-policy.ts'
import { executionPolicy } from '../../scripts/rights/execution-policy.ts'
import { needsOfProperties } from '../../scripts/rights/needs/properties.ts'
import { needs } from '../../scripts/rights/needs.ts'
import { bytesOf, MOST_BYTES } from '../../scripts/rights/policies.ts'
import type { Policy, Statement } from '../../scripts/rights/statements.ts'
import { readStage } from '../../scripts/stages/read-stage.ts'
import type { Stage } from '../../scripts/stages/stage.ts'
import { packageService, type Resource } from './packaged.ts'

/** The rights to deploy, held against all that the packaged templates hold. */
const root = path.join(import.meta.dirname, '../..')
const HOME = { partition: 'aws', account: '123456789012' }
const ACCOUNT_ID = HOME.account
const [dev, example] = await Promise.all([packageService(), packageService('example')])
const stages = [
  ['dev', readStage('dev', root, {}), dev],
  ['example', readStage('example', root, {}), example],
] as const

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '*')

type Name = (of: Resource['Properties'], made: string) => string | string[]

/** What resources are called once they are made, by their types, as far as the template says. */
function namesOf({ name, region }: Stage): Readonly<Record<string, Name>> {
  const at = (service: string, resource: string) => `arn:aws:${service}:${region}:${ACCOUNT_ID}:${resource}`
  const stack = `chat-gateway-${name}`
  return { ...namesOfCode(region, stack, at), ...namesOfWork(stack, at) }
}

type At = (service: string, resource: string) => string

function namesOfCode(region: string, stack: string, at: At): Readonly<Record<string, Name>> {
  const api = (resource: string) => `arn:aws:apigateway:${region}::/${resource}`
  const ofFunction: Name = ({ FunctionName }) =>
    at('lambda', `function:${textOf(FunctionName).replace('*', `${stack}-http`)}`)
  const domain = example.all('AWS::ApiGatewayV2::DomainName').Domain!.DomainName
  return {
    'AWS::ApiGatewayV2::Api': () => [api('apis'), api('apis/a1b2c3d4e5')],
    'AWS::ApiGatewayV2::ApiMapping': () => api(`domainnames/${domain}/apimappings/a1`),
    'AWS::ApiGatewayV2::DomainName': (of) => [api('domainnames'), api(`domainnames/${of.DomainName}`)],
    'AWS::ApiGatewayV2::Integration': () => api('apis/a1b2c3d4e5/integrations/i1'),
    'AWS::ApiGatewayV2::Route': () => api('apis/a1b2c3d4e5/routes/r1'),
    'AWS::ApiGatewayV2::Stage': () => api('apis/a1b2c3d4e5/stages/$default'),
    'AWS::CodeDeploy::Application': (_, made) => at('codedeploy', `application:${made}`),
    'AWS::CodeDeploy::DeploymentGroup': (_, made) => [
      at('codedeploy', `deploymentgroup:${stack}-HttpGradual-1A/${made}`),
      at('codedeploy', `application:${stack}-HttpGradual-1A`),
    ],
    'AWS::IAM::Role': (of, made) => `arn:aws:iam::${ACCOUNT_ID}:role/${of.RoleName ?? made}`,
    'AWS::Lambda::Alias': ofFunction,
    'AWS::Lambda::EventInvokeConfig': ofFunction,
    'AWS::Lambda::EventSourceMapping': () => at('lambda', 'event-source-mapping:6b0b2b5e-0000-4000-8000-000000000000'),
    'AWS::Lambda::Function': ofFunction,
    'AWS::Lambda::Permission': () => ofFunction({}, ''),
    'AWS::Lambda::Version': ofFunction,
    'AWS::Route53::RecordSetGroup': (of) => `arn:aws:route53:::hostedzone/${of.HostedZoneId}`,
    'AWS::S3::Bucket': (_, made) => `arn:aws:s3:::${made.toLowerCase()}`,
    'AWS::S3::BucketPolicy': () => `arn:aws:s3:::${stack}-serverlessdeploymentbucket-1a2b`,
  }
}

function namesOfWork(stack: string, at: At): Readonly<Record<string, Name>> {
  return {
    'AWS::CloudWatch::Alarm': (of) => at('cloudwatch', `alarm:${of.AlarmName}`),
    'AWS::CloudWatch::Dashboard': (of) => `arn:aws:cloudwatch::${ACCOUNT_ID}:dashboard/${of.DashboardName}`,
    'AWS::DynamoDB::Table': (of) => at('dynamodb', `table/${of.TableName}`),
    'AWS::Events::Archive': (of) => at('events', `archive/${of.ArchiveName}`),
    'AWS::Events::EventBus': (of) => at('events', `event-bus/${of.Name}`),
    'AWS::Events::Rule': (of, made) => at('events', `rule/${stack}/${textOf(of.Name).replace('*', made)}`),
    'AWS::Logs::LogGroup': (of) => at('logs', `log-group:${of.LogGroupName}`),
    'AWS::SQS::Queue': (of) => at('sqs', String(of.QueueName)),
    'AWS::SQS::QueuePolicy': () => at('sqs', `${stack}-dead-jobs.fifo`),
  }
}

function arnOf(id: string, { Type, Properties }: Resource, stage: Stage): string[] {
  const named = namesOf(stage)[Type]
  if (named === undefined) {
    throw new Error(
      `${Type}: say in test/package/rights.test.ts what its ARN is, and in scripts/rights/needs.ts what it takes`,
    )
  }
  return [named(Properties, `chat-gateway-${stage.name}-${id}-1A2B3C4D5E6F`)].flat()
}

const compiled = new Map<string, RegExp>()

/** `*` stands for any run of characters. */
function fits(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`, 'i')
  compiled.set(pattern, known)
  return known.test(text)
}

const allows = ({ Statement: all }: Policy, action: string, arn: string): boolean =>
  all.some(
    ({ Action, Resource }: Statement) =>
      Action.some((pattern) => fits(pattern, action)) && Resource.some((pattern) => fits(pattern, arn)),
  )

/** What AWS asks for something else than the resource itself. */
const elsewhere = (action: string, { said }: Stage): string | undefined => {
  if (/^(ec2|logs:(Describe|.*LogDeliver|PutResourcePolicy))/.test(action)) return '*'
  if (action.startsWith('kms:')) return said['keys.tables']
  if (action === 'iam:PassRole') return `arn:aws:iam::${ACCOUNT_ID}:role/chat-gateway-x-HttpRole-1`
  return undefined
}

/** What is needed for a resource, and not allowed. */
function lacking(policy: Policy, id: string, resource: Resource, stage: Stage): string[] {
  const arns = arnOf(id, resource, stage)
  const more = needsOfProperties.filter(
    ({ type, property }) => type === resource.Type && resource.Properties[property] !== undefined,
  )
  const actions = [
    ...(needs[resource.Type] ?? [`scripts/rights/needs.ts: no ${resource.Type}`]),
    ...more.flatMap((one) => one.actions),
  ]
  return actions.flatMap((action) => {
    const place = elsewhere(action, stage)?.replace('-x-', `-${stage.name}-`)
    const wanted = place === undefined ? arns : [place]
    return wanted.some((arn) => allows(policy, action, arn)) ? [] : [`${id}: ${action} on ${wanted.join(' or ')}`]
  })
}

describe.each(stages)('the role of CloudFormation for %s', (_, stage, { template }) => {
  const policy = executionPolicy(stage, HOME)
  const allLacking = (one: Policy) =>
    Object.entries(template.Resources).flatMap(([id, resource]) => lacking(one, id, resource, stage))

  test('may make, read, change and delete all that the template holds', () => {
    expect(allLacking(policy)).toEqual([])
  })

  test.each(policy.Statement.map(({ Sid }) => Sid).filter((sid) => sid !== 'Code'))('needs the statement %s', (sid) => {
    const without = { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) }
    expect(allLacking(without)).not.toEqual([])
  })

  test('fits into a role', () => {
    expect(bytesOf(policy)).toBeLessThan(MOST_BYTES)
    expect(new Set(policy.Statement.map(({ Sid }) => Sid)).size).toBe(policy.Statement.length)
  })

  test('reaches no other stage’s: each ARN holds this one’s name, or has none that could be known', () => {
    const free = /^\*$|apigateway|event-source-mapping|deploymentconfig:CodeDeployDefault|^arn:aws:route53|^arn:aws:kms/
    const foreign = policy.Statement.flatMap(({ Resource }) => Resource).filter(
      (arn) => !arn.includes(`chat-gateway-${stage.name}`),
    )
    expect(foreign.filter((arn) => !free.test(arn))).toEqual([])
    const other = arnsOf({ ...stage, name: 'other' }, HOME)
    const reached = Object.values(other)
      .flat()
      .filter((arn): arn is string => typeof arn === 'string' && arn.includes('other'))
      .filter((arn) =>
        [
          'sqs:DeleteQueue',
          'dynamodb:DeleteTable',
          'iam:PutRolePolicy',
          'lambda:UpdateFunctionCode',
          's3:DeleteBucket',
        ].some((action) => allows(policy, action, arn)),
      )
    expect(reached).toEqual([])
  })

  test('everything is bounded by a resource, but what has none', () => {
    const anywhere = policy.Statement.filter(
      ({ Resource, Condition }) => Resource.includes('*') && Condition === undefined,
    )
    expect(anywhere.map(({ Sid }) => Sid)).toEqual(
      stage.name === 'dev' ? ['ReadLogs'] : ['ReadLogs', 'Network', 'AccessLog'],
    )
  })

  test('it can change neither itself nor the role of whoever deploys', () => {
    const roles = [
      stage.said.deploymentRole ?? `arn:aws:iam::${ACCOUNT_ID}:role/cloudformation-chat-gateway-dev`,
      `arn:aws:iam::${ACCOUNT_ID}:role/deploy-chat-gateway-${stage.name}`,
    ]
    expect(roles.filter((role) => allows(policy, 'iam:PutRolePolicy', role))).toEqual([])
  })
})

test('where there is a boundary, roles are made within it alone, and none takes it off', () => {
  const [, stage] = stages[1]
  const { Statement: all } = executionPolicy(stage, HOME)
  const making = all.filter(({ Action }) =>
    Action.some((action) => /CreateRole|PutRolePolicy|PutRolePermissionsBoundary/.test(action)),
  )
  expect(making.map(({ Condition }) => Condition)).toEqual([
    { StringEquals: { 'iam:PermissionsBoundary': stage.said.permissionsBoundary } },
  ])
  expect(all.flatMap(({ Action }) => Action)).not.toContain('iam:DeleteRolePermissionsBoundary')
})

test('the types that are listed are those that a template may hold', () => {
  const types = new Set(
    [dev, example].flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type)),
  )
  expect(Object.keys(needs).filter((type) => !types.has(type))).toEqual([])
})

describe('whoever deploys', () => {
  const [, stage] = stages[1]
  const policy = deployerPolicy(stage, HOME)
  const stack = 'arn:aws:cloudformation:eu-central-1:123456789012:stack/chat-gateway-example/0a1b'

  test('may do to the stack what osls, the comparison with what is deployed, and a removal ask for', () => {
    const asked =
      'DescribeStacks CreateChangeSet DescribeChangeSet ExecuteChangeSet DeleteChangeSet DescribeStackEvents ListStackResources UpdateTerminationProtection GetTemplate DeleteStack ContinueUpdateRollback'
    expect(asked.split(' ').filter((action) => !allows(policy, `cloudformation:${action}`, stack))).toEqual([])
    expect(allows(policy, 'cloudformation:ValidateTemplate', '*')).toBe(true)
    expect(allows(policy, 'cloudformation:DeleteStack', stack.replace('-example/', '-prod/'))).toBe(false)
  })

  test('may call the API, to see that it answers', () => {
    const api = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/$default/GET/v1/health'
    expect(allows(policy, 'execute-api:Invoke', api)).toBe(true)
  })

  test('hands CloudFormation its one role, and has none of that role’s rights', () => {
    const pass = policy.Statement.filter(({ Action }) => Action.includes('iam:PassRole'))
    expect(pass.map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
      [[stage.said.deploymentRole], { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } }],
    ])
    const actions = policy.Statement.flatMap(({ Action }) => Action)
    expect(
      actions.filter((action) => /^(dynamodb|sqs|events|secretsmanager|kms):|iam:(?!PassRole)/.test(action)),
    ).toEqual([])
  })

  test('is the pipeline of one repository and one environment', () => {
    const [statement] = trustPolicy(stage, HOME, 'acme/chat').Statement
    expect(statement!.Condition.StringEquals).toEqual({
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': 'repo:acme/chat:environment:example',
    })
    expect(executionTrustPolicy(stage, HOME).Statement[0]!.Condition.ArnLike['aws:SourceArn']).toContain(
      'stack/chat-gateway-example/*',
    )
  })
})
