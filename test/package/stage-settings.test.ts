import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { parse } from 'yaml'
import { arnOf, PROD, packageService, refTo } from './packaged.ts'

/** Every setting of a stage's file, as the packaged template of the stage that says all of them has it. */
const [example, prod] = await Promise.all([packageService('example'), packageService('prod', PROD)])
const { template, all } = example
const said = parse(readFileSync(path.join(import.meta.dirname, '../../stages/example.yml'), 'utf8'))
const FUNCTIONS = ['Http', 'Events', 'Worker'] as const
const functions = FUNCTIONS.map((name) => all('AWS::Lambda::Function')[`${name}LambdaFunction`]!)
const roles = FUNCTIONS.map((name) => all('AWS::IAM::Role')[`${name}Role`]!)
const subOf = (...parts: string[]) => ({ 'Fn::Sub': parts.join('$') })

interface Statement {
  readonly Sid: string
  readonly [member: string]: unknown
}
const statementsOf = (role: Readonly<Record<string, unknown>>): readonly Statement[] =>
  (role.Policies as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  )
const statementsCalled = (sid: string) => roles.map((role) => statementsOf(role).filter(({ Sid }) => Sid === sid))

describe('the functions', () => {
  test('have their memory and their concurrency', () => {
    expect(functions.map(({ MemorySize }) => MemorySize)).toEqual([1024, 256, 512])
    expect(functions.map((one) => one.ReservedConcurrentExecutions)).toEqual([200, 20, 10])
  })

  test('stand in the network, and their roles may', () => {
    const { subnets, securityGroups } = said.network
    const network = { SubnetIds: subnets, SecurityGroupIds: securityGroups }
    expect(functions.map(({ VpcConfig }) => VpcConfig)).toEqual([network, network, network])
    const policies = [subOf('arn:', '{AWS::Partition}:iam::aws:policy/service-role/AWSLambdaENIManagementAccess')]
    expect(roles.map(({ ManagedPolicyArns }) => ManagedPolicyArns)).toEqual([policies, policies, policies])
  })

  test('are traced, and their roles may say so', () => {
    expect(functions.map(({ TracingConfig }) => TracingConfig)).toEqual(FUNCTIONS.map(() => ({ Mode: 'Active' })))
    const trace = {
      Sid: 'Trace',
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      Resource: '*',
    }
    expect(statementsCalled('Trace')).toEqual([[trace], [trace], [trace]])
  })

  test('that answer HTTP are always up, under an alias that the API calls and may call', () => {
    const [[version]] = Object.entries(all('AWS::Lambda::Version')) as [[string, unknown]]
    expect(all('AWS::Lambda::Alias')).toEqual({
      HttpProvConcLambdaAlias: {
        FunctionName: refTo('HttpLambdaFunction'),
        FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
        Name: 'provisioned',
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
      },
    })
    const alias = { 'Fn::Join': [':', [arnOf('HttpLambdaFunction'), 'provisioned']] }
    expect(all('AWS::ApiGatewayV2::Integration').HttpApiIntegrationHttp!.IntegrationUri).toEqual(alias)
    expect(all('AWS::Lambda::Permission').HttpLambdaPermissionHttpApi!.FunctionName).toEqual(alias)
  })

  test('count for the service alone, and read the base path', () => {
    const variables = functions.map(({ Environment }) => Object(Environment).Variables)
    expect(variables.map(({ METRICS_BY, BASE_PATH }) => [METRICS_BY, BASE_PATH])).toEqual(
      FUNCTIONS.map(() => ['service', 'chat']),
    )
  })
})

test('all roles stand within the boundary, those of callers too', () => {
  const boundaries = Object.values(all('AWS::IAM::Role')).map(({ PermissionsBoundary }) => PermissionsBoundary)
  expect(boundaries).toEqual(Array.from({ length: 5 }, () => said.permissionsBoundary))
})

test('the tags are handed to CloudFormation, which puts them on all that takes any', () => {
  const folder = path.dirname(example.task)
  const state = JSON.parse(readFileSync(path.join(folder, '.serverless/serverless-state.json'), 'utf8'))
  expect(state.service.provider.stackTags).toEqual({ team: 'chat', 'cost-center': '4711' })
  expect(folder.startsWith(inject('packages'))).toBe(true)
})

describe('keys of one’s own', () => {
  const use = (Sid: string, service: string, key: string, ...Action: string[]) => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource: key,
    Condition: { StringEquals: { 'kms:ViaService': subOf(`${service}.`, '{AWS::Region}.amazonaws.com') } },
  })
  const { secrets, tables, queues, logs } = said.keys

  test('decrypt secrets for the functions that read any', () => {
    const grant = use('UseKeyOfSecrets', 'secretsmanager', secrets, 'kms:Decrypt')
    expect(statementsCalled('UseKeyOfSecrets')).toEqual([[grant], [], [grant]])
  })

  test('encrypt both tables', () => {
    const encryption = { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: tables }
    expect(Object.values(all('AWS::DynamoDB::Table')).map((one) => one.SSESpecification)).toEqual([
      encryption,
      encryption,
    ])
    const grant = use('UseKeyOfTables', 'dynamodb', tables, 'kms:Decrypt', 'kms:DescribeKey')
    expect(statementsCalled('UseKeyOfTables')).toEqual([[grant], [grant], [grant]])
  })

  test('encrypt the three queues in place of SQS’s own', () => {
    const keys = Object.values(all('AWS::SQS::Queue')).map((one) => [one.KmsMasterKeyId, one.SqsManagedSseEnabled])
    expect(keys).toEqual(Array.from({ length: 3 }, () => [queues, undefined]))
    const grant = use('UseKeyOfQueues', 'sqs', queues, 'kms:Decrypt', 'kms:GenerateDataKey')
    expect(statementsCalled('UseKeyOfQueues')).toEqual([[grant], [grant], [grant]])
  })

  test('encrypt the logs, which take no grant to a role', () => {
    const groups = Object.values(all('AWS::Logs::LogGroup'))
    expect(groups.map(({ KmsKeyId }) => KmsKeyId)).toEqual([logs, logs, logs, logs])
    expect(JSON.stringify(roles)).not.toContain(logs)
  })

  test('without them no role speaks of KMS', () => {
    expect(JSON.stringify(prod.template)).not.toMatch(/kms/i)
  })
})

test('logs are kept as long as they are to be', () => {
  expect(Object.values(all('AWS::Logs::LogGroup')).map((one) => one.RetentionInDays)).toEqual([90, 90, 90, 90])
})

describe('what holds accepted work', () => {
  const KEPT = ['EventsDeadLetters', 'JobsDeadLetters', 'JobsTable']
  const keptIn = ({ Resources }: typeof template) =>
    Object.entries(Resources)
      .filter(
        ([, one]) => one.DeletionPolicy === 'RetainExceptOnCreate' && Object(one).UpdateReplacePolicy === 'Retain',
      )
      .map(([id]) => id)
      .toSorted()

  test('stays when the stack goes, unless the stage is dev, and the table of jobs is protected', async () => {
    const dev = await packageService()
    expect([keptIn(template), keptIn(prod.template), keptIn(dev.template)]).toEqual([KEPT, KEPT, []])
    const protection = [example, prod, dev].map(
      (one) => one.all('AWS::DynamoDB::Table').JobsTable!.DeletionProtectionEnabled,
    )
    expect(protection).toEqual([true, true, false])
  })
})

test('results are archived for a while, and requests are not: those would be done again', () => {
  expect(all('AWS::Events::Archive')).toEqual({
    ResultsArchive: {
      ArchiveName: 'chat-gateway-example-results',
      SourceArn: arnOf('EventBus'),
      EventPattern: { source: ['chat-gateway'] },
      RetentionDays: 30,
    },
  })
})

test('others find what they wire to among the outputs, under names to import', () => {
  const wired = [
    ...['EventBusName', 'EventBusArn', 'JobsQueueUrl', 'JobsQueueArn', 'JobsDeadLettersUrl', 'JobsDeadLettersArn'],
    ...[
      'EventsDeadLettersUrl',
      'EventsDeadLettersArn',
      'JobsTableName',
      'JobsTableArn',
      'StateTableName',
      'StateTableArn',
    ],
    ...['HttpRoleArn', 'EventsRoleArn', 'WorkerRoleArn'],
  ]
  for (const name of wired) {
    expect(prod.template.Outputs[name]).toMatchObject({
      Value: expect.anything(),
      Export: { Name: `chat-gateway-prod-${name}` },
    })
  }
  expect(prod.template.Outputs).toMatchObject({ HttpApiId: { Value: refTo('HttpApi') }, HttpApiUrl: expect.anything() })
  expect(template.Outputs).toMatchObject({
    StateTableName: { Value: refTo('StateTable') },
    JobsDeadLettersUrl: { Value: refTo('JobsDeadLetters') },
    DomainUrl: { Value: 'https://api.example.com/chat' },
    CallerRoleshopArn: { Value: arnOf('CallerRoleshop') },
    ResultsArchiveName: { Value: refTo('ResultsArchive') },
  })
  // An export that somebody imports could not change, and a version is to.
  expect(prod.template.Outputs.Version).toEqual({ Value: expect.stringMatching(/^\d+\.\d+\.\d+\+unknown$/) })
  expect(prod.template.Description).toMatch(/^chat-gateway, stage prod, version \d+\.\d+\.\d+\+unknown$/)
})
