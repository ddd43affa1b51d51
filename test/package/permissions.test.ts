import { expect, test } from 'vitest'
import { OWN_SOURCE } from '../../lib/triggers/results/event-bus.ts'
import { arnOf, arnOfBus, packageService, refTo } from './packaged.ts'

const { template, all } = await packageService()

const allow = (Sid: string, Action: string | string[], Resource: unknown) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
})
const writeLog = (group: string) =>
  allow('WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], arnOf(`${group}LogGroup`))

// The marks of Fn::Sub are put together, as a placeholder outside a template string looks like a slip.
const secrets = [
  'arn:',
  '{AWS::Partition}:secretsmanager:',
  '{AWS::Region}:',
  '{AWS::AccountId}:secret:chat-gateway-dev/*',
]
const schedules = ['arn:', '{AWS::Partition}:events:', '{AWS::Region}:', '{AWS::AccountId}:rule/chat-gateway.dev.*']
const bus = ['arn:', '{AWS::Partition}:events:', '{AWS::Region}:', '{AWS::AccountId}:event-bus/chat-gateway-dev']
const readSecrets = allow('ReadAppSecrets', 'secretsmanager:GetSecretValue', { 'Fn::Sub': secrets.join('$') })
const shareState = allow(
  'ShareState',
  ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  arnOf('StateTable'),
)
const queueJobs = allow(
  'QueueJobs',
  ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  arnOf('JobsTable'),
)
const ring = allow('RingForTheWorker', 'sqs:SendMessage', arnOf('JobsQueue'))
const look = allow('LookAtTheQueue', 'sqs:GetQueueAttributes', arnOf('JobsQueue'))
const lookAtBus = allow('LookAtTheBus', 'events:DescribeEventBus', { 'Fn::Sub': bus.join('$') })
const tellResults = {
  ...allow('TellResults', 'events:PutEvents', { 'Fn::Sub': bus.join('$') }),
  Condition: {
    'ForAllValues:StringEquals': { 'events:source': OWN_SOURCE },
    Null: { 'events:source': 'false' },
  },
}

/** A role that Lambda may take, and nothing beside these statements. */
const roleOf = (PolicyName: string, Statement: unknown[]) => ({
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
  Policies: [{ PolicyName, PolicyDocument: { Version: '2012-10-17', Statement } }],
})

test('each function may do what its code does, and nothing else', () => {
  expect(all('AWS::IAM::Role')).toEqual({
    HttpRole: roleOf('http', [writeLog('Http'), readSecrets, shareState, queueJobs, ring, look, lookAtBus]),
    EventsRole: roleOf('events', [
      writeLog('Events'),
      queueJobs,
      ring,
      look,
      allow('PutLettersAway', 'sqs:SendMessage', arnOf('EventsDeadLetters')),
      tellResults,
    ]),
    WorkerRole: roleOf('worker', [
      writeLog('Worker'),
      readSecrets,
      shareState,
      allow(
        'WorkOffJobs',
        [
          'dynamodb:BatchGetItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        arnOf('JobsTable'),
      ),
      allow(
        'AnswerDoorbells',
        ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
        arnOf('JobsQueue'),
      ),
      ring,
      allow('PutLettersAway', 'sqs:SendMessage', arnOf('JobsDeadLetters')),
      tellResults,
    ]),
  })
})

interface Statement {
  readonly Effect: unknown
  readonly [member: string]: unknown
}

/** Every policy statement, wherever it stands. */
function* statementsIn(node: unknown): Generator<Statement> {
  if (node === null || typeof node !== 'object') return
  if ('Effect' in node) yield node as Statement
  for (const value of Object.values(node)) yield* statementsIn(value)
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [String(value)]

test('nothing is allowed to everybody, or allows all actions or all resources', () => {
  const allowing = [...statementsIn(template)].filter(({ Effect }) => Effect === 'Allow')
  const texts = allowing.flatMap(({ Action, Resource, Principal }) => textsIn([Action, Resource, Principal]))
  // The secrets under the prefix have names that only their apps know.
  expect(texts.filter((text) => text.includes('*') && !text.endsWith(':secret:chat-gateway-dev/*'))).toEqual([])
  expect(allowing.filter((one) => 'NotAction' in one || 'NotResource' in one || 'NotPrincipal' in one)).toEqual([])
  expect(allowing.length).toBeGreaterThan(15)
})

test('pages of other origins are given no way in', () => {
  const [api, ...others] = Object.values(all('AWS::ApiGatewayV2::Api'))
  expect(others).toEqual([])
  expect(api).toEqual({ Name: 'dev-chat-gateway', ProtocolType: 'HTTP' })
})

test('only these have a policy of their own, beside the roles', () => {
  const ids = Object.entries(template.Resources).filter(([, { Type }]) => /Policy$|Permission$/.test(Type))
  expect(ids.map(([id]) => id).sort()).toEqual([
    'EventsDeadLettersPolicy',
    'HttpLambdaPermissionHttpApi',
    'JobsDeadLettersPolicy',
    'RequestRulePermission',
    'SchedulesPermission',
    'ServerlessDeploymentBucketPolicy',
  ])
})

test('the API may invoke its function, the rule and schedules of the stack’s name that of the events, and nobody else any', () => {
  const source = ['arn:', refTo('AWS::Partition'), ':execute-api:', refTo('AWS::Region'), ':', refTo('AWS::AccountId')]
  expect(all('AWS::Lambda::Permission')).toEqual({
    HttpLambdaPermissionHttpApi: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('HttpLambdaFunction'),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', [...source, ':', refTo('HttpApi'), '/*']] },
    },
    RequestRulePermission: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('EventsLambdaFunction'),
      Principal: 'events.amazonaws.com',
      SourceArn: arnOf('RequestRule'),
    },
    SchedulesPermission: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('EventsLambdaFunction'),
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::Sub': schedules.join('$') },
    },
  })
})

test('no other stage’s schedules are named like this one’s', () => {
  const pattern = Object(all('AWS::Lambda::Permission').SchedulesPermission!.SourceArn)['Fn::Sub'] as string
  const [, head] = /:rule\/(.+)\*$/.exec(pattern)!
  // What osls takes for a stage's name: letters, digits and hyphens.
  const others = ['dev-eu', 'dev-', 'dev2', 'dev-chat-gateway', 'de'].map((stage) => head!.replace('dev', stage))
  expect(others.filter((other) => other.startsWith(head!))).toEqual([])
  expect('chat-gateway.dev.nightly').toMatch(new RegExp(`^${RegExp.escape(head!)}[\\w.-]+$`))
})

/** For all but one role and the services of AWS's own. */
const onlyBy = (Sid: string, role: string, queue: string) => ({
  Sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: arnOf(queue),
  Condition: {
    ArnNotEquals: { 'aws:PrincipalArn': arnOf(role) },
    StringNotLike: { 'aws:userid': { 'Fn::Join': ['', [{ 'Fn::GetAtt': [role, 'RoleId'] }, ':*']] } },
    Bool: { 'aws:PrincipalIsAWSService': 'false' },
  },
})

test('the worker, the function and the rule, and no other rule of anybody’s, lay dead letters down', () => {
  const policyOf = (queue: string, ...Statement: unknown[]) => ({
    Queues: [refTo(queue)],
    PolicyDocument: { Version: '2012-10-17', Statement },
  })
  expect(all('AWS::SQS::QueuePolicy')).toEqual({
    JobsDeadLettersPolicy: policyOf(
      'JobsDeadLetters',
      onlyBy('OnlyLettersOfTheWorker', 'WorkerRole', 'JobsDeadLetters'),
    ),
    EventsDeadLettersPolicy: policyOf(
      'EventsDeadLetters',
      {
        ...allow('LettersOfTheRule', 'sqs:SendMessage', arnOf('EventsDeadLetters')),
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': arnOf('RequestRule') } },
      },
      onlyBy('OnlyLettersOfTheFunctionAndTheRule', 'EventsRole', 'EventsDeadLetters'),
    ),
  })
})

test('nobody but the functions that tell results puts an event of the gateway’s own on the bus, alone or among others', () => {
  expect(all('AWS::Events::EventBus').EventBus!.Policy).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: expect.any(String),
        Effect: 'Deny',
        Principal: '*',
        Action: 'events:PutEvents',
        Resource: arnOfBus('chat-gateway-dev'),
        Condition: {
          'ForAnyValue:StringEquals': { 'events:source': [OWN_SOURCE] },
          ArnNotEquals: { 'aws:PrincipalArn': [arnOf('EventsRole'), arnOf('WorkerRole')] },
        },
      },
    ],
  })
})
