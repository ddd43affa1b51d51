import { expect, test } from 'vitest'
import { JOB_TTL_MS, LETTER_TTL_MS } from '../../lib/jobs/jobs.ts'
import { OWN_SOURCE } from '../../lib/triggers/results/event-bus.ts'
import { arnOf, PROD, packageService, refTo, type Template, TOPIC } from './packaged.ts'

const [dev, prod] = await Promise.all([packageService(), packageService('prod', PROD)])
const { template, all } = dev

test('the stack holds these resources and no others', () => {
  const types = Object.entries(template.Resources).map(([id, { Type }]) => `${Type.replace('AWS::', '')} ${id}`)
  expect(types.sort()).toEqual([
    'ApiGatewayV2::Api HttpApi',
    'ApiGatewayV2::Integration HttpApiIntegrationHttp',
    'ApiGatewayV2::Route HttpApiRouteAnyProxyVar',
    'ApiGatewayV2::Stage HttpApiStage',
    'CloudWatch::Alarm AgedJobsAlarm',
    'CloudWatch::Alarm ClockSkewAlarm',
    'CloudWatch::Alarm CredentialsHeldAlarm',
    'CloudWatch::Alarm EventsDeadLettersAlarm',
    'CloudWatch::Alarm FailoverLastingAlarm',
    'CloudWatch::Alarm FunctionErrorsAlarm',
    'CloudWatch::Alarm FunctionsThrottledAlarm',
    'CloudWatch::Alarm JobsDeadLettersAlarm',
    'CloudWatch::Alarm OldestJobAlarm',
    'CloudWatch::Alarm OperatorFaultsAlarm',
    'CloudWatch::Alarm QuotaExhaustedAlarm',
    'CloudWatch::Alarm QuotaWaitsAlarm',
    'CloudWatch::Alarm ResultsNotPutAlarm',
    'CloudWatch::Alarm SecretsUnavailableAlarm',
    'CloudWatch::Alarm ServerErrorsAlarm',
    'CloudWatch::Alarm SlowAnswersAlarm',
    'CloudWatch::Alarm StateOutagesAlarm',
    'CloudWatch::Alarm UnexpectedErrorsAlarm',
    'CloudWatch::Alarm UpstreamFailingAlarm',
    'CloudWatch::Dashboard Dashboard',
    'DynamoDB::Table JobsTable',
    'DynamoDB::Table StateTable',
    'Events::EventBus EventBus',
    'Events::Rule RequestRule',
    'IAM::Role EventsRole',
    'IAM::Role HttpRole',
    'IAM::Role WorkerRole',
    'Lambda::EventInvokeConfig EventsLambdaEvConf',
    'Lambda::EventSourceMapping WorkerEventSourceMappingSQSJobsQueue',
    'Lambda::Function EventsLambdaFunction',
    'Lambda::Function HttpLambdaFunction',
    'Lambda::Function WorkerLambdaFunction',
    'Lambda::Permission HttpLambdaPermissionHttpApi',
    'Lambda::Permission RequestRulePermission',
    'Lambda::Permission SchedulesPermission',
    'Logs::LogGroup EventsLogGroup',
    'Logs::LogGroup HttpLogGroup',
    'Logs::LogGroup WorkerLogGroup',
    'S3::Bucket ServerlessDeploymentBucket',
    'S3::BucketPolicy ServerlessDeploymentBucketPolicy',
    'SQS::Queue EventsDeadLetters',
    'SQS::Queue JobsDeadLetters',
    'SQS::Queue JobsQueue',
    'SQS::QueuePolicy EventsDeadLettersPolicy',
    'SQS::QueuePolicy JobsDeadLettersPolicy',
  ])
})

const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType })
const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' })

test('the tables have their keys, expire their items and are paid by the request; jobs can be recovered', () => {
  const alike = {
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  }
  expect(all('AWS::DynamoDB::Table')).toEqual({
    StateTable: {
      ...alike,
      TableName: 'chat-gateway-dev-state',
      AttributeDefinitions: [text('pk')],
      KeySchema: [key('pk', 'HASH')],
    },
    JobsTable: {
      ...alike,
      TableName: 'chat-gateway-dev-jobs',
      AttributeDefinitions: [text('pk'), text('sk')],
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: false,
    },
  })
})

test('outside of stage dev the table of jobs can’t be deleted', () => {
  const { StateTable, JobsTable } = prod.all('AWS::DynamoDB::Table')
  expect([JobsTable!.DeletionProtectionEnabled, StateTable!.DeletionProtectionEnabled]).toEqual([true, undefined])
})

test('both tables go with the stack', () => {
  expect(template.Resources.StateTable!.DeletionPolicy).toBe('Delete')
  expect(template.Resources.JobsTable!.DeletionPolicy).toBe('Delete')
})

const highThroughputFifo = {
  FifoQueue: true,
  DeduplicationScope: 'messageGroup',
  FifoThroughputLimit: 'perMessageGroupId',
}
const FOURTEEN_DAYS = 1_209_600
const MIB = 1_048_576

const home = [refTo('AWS::Partition'), 'sqs', refTo('AWS::Region'), refTo('AWS::AccountId')]
/** By its name: asked for its ARN, it and its dead letters would wait for each other. */
const arnOfJobs = { 'Fn::Join': [':', ['arn', ...home, 'chat-gateway-dev-jobs.fifo']] }

test('doorbells and dead jobs are in FIFO queues for high throughput, dead events in a plain one, all of them encrypted, and no queue but that of doorbells may put letters there', () => {
  expect(all('AWS::SQS::Queue')).toEqual({
    JobsQueue: {
      ...highThroughputFifo,
      QueueName: 'chat-gateway-dev-jobs.fifo',
      SqsManagedSseEnabled: true,
      MaximumMessageSize: MIB,
      VisibilityTimeout: 360,
      MessageRetentionPeriod: 518_400,
      RedrivePolicy: { deadLetterTargetArn: arnOf('JobsDeadLetters'), maxReceiveCount: 1000 },
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
    },
    JobsDeadLetters: {
      ...highThroughputFifo,
      QueueName: 'chat-gateway-dev-dead-jobs.fifo',
      SqsManagedSseEnabled: true,
      MaximumMessageSize: MIB,
      MessageRetentionPeriod: FOURTEEN_DAYS,
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [arnOfJobs] },
    },
    EventsDeadLetters: {
      QueueName: 'chat-gateway-dev-dead-events',
      SqsManagedSseEnabled: true,
      MaximumMessageSize: MIB,
      MessageRetentionPeriod: FOURTEEN_DAYS,
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
    },
  })
})

test('a doorbell stays hidden for six times the worker’s time, as AWS advises', () => {
  const { WorkerLambdaFunction } = all('AWS::Lambda::Function')
  expect(all('AWS::SQS::Queue').JobsQueue!.VisibilityTimeout).toBe(6 * Number(WorkerLambdaFunction!.Timeout))
})

test('no doorbell outlives its job, and no letter the job it is about', () => {
  const { JobsQueue, JobsDeadLetters } = all('AWS::SQS::Queue')
  expect(Number(JobsQueue!.MessageRetentionPeriod) * 1000).toBeLessThan(JOB_TTL_MS)
  expect(Number(JobsDeadLetters!.MessageRetentionPeriod) * 1000).toBeLessThanOrEqual(LETTER_TTL_MS)
})

test('the bus has one rule: requests of anybody but the gateway go to the function, or at last to the dead letters', () => {
  expect(all('AWS::Events::EventBus')).toEqual({ EventBus: { Name: 'chat-gateway-dev', Policy: expect.anything() } })
  expect(all('AWS::Events::Rule')).toEqual({
    RequestRule: {
      EventBusName: refTo('EventBus'),
      EventPattern: { source: [{ 'anything-but': OWN_SOURCE }], 'detail-type': [{ prefix: 'chat.' }] },
      Targets: [
        {
          Id: 'events',
          Arn: arnOf('EventsLambdaFunction'),
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: arnOf('EventsDeadLetters') },
        },
      ],
    },
  })
})

test('alarms are told to nobody where there is no topic', () => {
  const given = (topic: string) => ({ HasAlarmTopic: { 'Fn::Not': [{ 'Fn::Equals': [topic, ''] }] } })
  expect(template.Conditions).toEqual(given(''))
  expect(prod.template.Conditions).toEqual(given(TOPIC))
})

test('another stage has the same resources under names of its own', () => {
  expect(Object.keys(prod.template.Resources)).toEqual(Object.keys(template.Resources))
  expect(JSON.stringify(prod.template)).not.toMatch(/chat-gateway[-/]dev/)
})

/** Where the functions look for secrets, and what their roles let them read. */
const secretsOf = ({ template, all }: typeof prod) => {
  const variables = Object.values(all('AWS::Lambda::Function')).map(({ Environment }) => Object(Environment).Variables)
  const granted = [...JSON.stringify(template).matchAll(/:secret:([^"]+)/g)].map(([, name]) => name)
  return [...new Set([...variables.map((one) => `${one.CHAT_SECRET_PREFIX}/*`), ...granted])]
}

test('where nothing is said, each stage has secrets of its own, and no role reads another’s', () => {
  expect([secretsOf(dev), secretsOf(prod)]).toEqual([['chat-gateway-dev/*'], ['chat-gateway-prod/*']])
})

/** Of these an account and region has one each, so CloudFormation won't make another stack's of the same name. */
const PHYSICAL_IDS =
  /^(AlarmName|DashboardName|FunctionName|LogGroupName|Name|QueueName|RoleName|StatementId|TableName)$/

const physicalIds = ({ Resources }: Template) =>
  Object.values(Resources).flatMap(({ Properties }) =>
    Object.entries(Properties ?? {}).flatMap(([name, value]) =>
      PHYSICAL_IDS.test(name) && typeof value === 'string' ? [value] : [],
    ),
  )

test('no resource of one stage has the physical id of another stage’s, so that both may stand in one account', () => {
  const taken = physicalIds(template)
  expect(taken.length).toBeGreaterThan(25)
  expect(physicalIds(prod.template).filter((id) => taken.includes(id))).toEqual([])
})

test('every Ref, GetAtt, Sub and DependsOn points at something', () => {
  const references = [...referencesIn(template)]
  const known = (name: string) =>
    name in template.Resources || /^AWS::(AccountId|NoValue|Partition|Region|URLSuffix)$/.test(name)
  expect(references.length).toBeGreaterThan(50)
  expect(references.filter((name) => !known(name))).toEqual([])
})

test('no resources wait for each other, or none of them could be the first', () => {
  let left = Object.entries(template.Resources).map(([id, resource]) => ({ id, needs: [...referencesIn(resource)] }))
  for (let before = Number.POSITIVE_INFINITY; left.length < before; ) {
    before = left.length
    const missing = new Set(left.map(({ id }) => id))
    left = left.filter(({ needs }) => needs.some((id) => missing.has(id)))
  }
  expect(left.map(({ id }) => id)).toEqual([])
})

function* referencesIn(node: unknown): Generator<string> {
  if (node === null || typeof node !== 'object') return
  for (const [name, value] of Object.entries(node)) {
    if (name === 'Ref') yield value
    else if (name === 'Fn::GetAtt') yield [value].flat()[0].split('.')[0]
    else if (name === 'DependsOn') yield* [value].flat()
    else if (name === 'Fn::Sub')
      yield* [value]
        .flat()[0]
        .matchAll(/\$\{([^}.!]+)/g)
        .map((match: string[]) => match[1])
    yield* referencesIn(value)
  }
}
