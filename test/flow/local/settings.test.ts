import path from 'node:path'
import { expect, test } from 'vitest'
import { readFunctions } from '../../../local/aws/lambda/settings.ts'
import { readReferences } from '../../../local/aws/references.ts'
import { Template } from '../../../local/aws/template.ts'
import { stageToStart } from '../../../local/aws/unless-said.ts'
import { inYaml, SERVERLESS_YML, serviceOf } from './fixture.ts'

function functionsOf(file: string, env: NodeJS.ProcessEnv = {}, environment: Record<string, string> = {}) {
  const template = new Template(file, env)
  return readFunctions(
    template,
    readReferences(template, (name) => `http://sqs/${name}`),
    environment,
  )
}

const withEnvironment = (value: string) => `
service: chat
provider: { stage: test, runtime: nodejs24.x, environment: { LEVEL: INFO, VALUE: ${value} } }
functions: { http: { handler: dist/http.handler } }
`
const read = (value: string, env: NodeJS.ProcessEnv = {}) =>
  functionsOf(serviceOf(withEnvironment(value)), env)[0]!.environment.VALUE

test.each([
  ['"@{ssm:/secret}"', 'provider.environment.VALUE', '@{ssm:/secret}'],
  ['"@{env:A, env:B}"', 'provider.environment.VALUE', '@{env:A, env:B}'],
  ['"@{env:A, self:b}"', 'provider.environment.VALUE', 'nothing stands behind @{self:b}'],
  ['"a-@{env:@{sls:stage}}"', 'provider.environment.VALUE', 'a-@{env:@{sls:stage}}'],
  ['"@{env:MISSING}"', 'provider.environment.VALUE', 'Set MISSING'],
  ['"@{self:provider.missing}"', 'provider.environment.VALUE', '@{self:provider.missing}'],
  ['{ Ref: Table }', 'environment of functions.http', 'VALUE'],
])('%s is refused, and its place is named', (value, place, words) => {
  expect(() => read(value)).toThrow(place)
  expect(() => read(value)).toThrow(inYaml(words))
})

test('a handler without a bundle says to build it', () => {
  const file = serviceOf('service: chat\nprovider: {}\nfunctions: { http: { handler: dist/other.handler } }')
  expect(() => functionsOf(file)).toThrow('functions.http.handler: there is no bundle for "dist/other.handler"')
  expect(() => functionsOf(file)).toThrow('npm run build')
})

test.each([
  ['"@{env:A, \'fallback\'}"', {}, 'fallback'],
  ['"@{env:A, \'fallback\'}"', { A: 'set' }, 'set'],
  ['"@{env:A, 7}"', {}, '7'],
  ['"@{env:A, self:provider.environment.LEVEL}"', {}, 'INFO'],
  ['"@{env:A, self:provider.environment.LEVEL}"', { A: 'set' }, 'set'],
  ['"x-@{sls:stage}-@{self:service}"', {}, 'x-test-chat'],
  ['"@{self:provider.environment.LEVEL}"', {}, 'INFO'],
])('%s under %o is %s', (value, env, expected) => {
  expect(read(value, env)).toBe(expected)
})

test('what only a deployment knows can be given from outside', () => {
  const [http] = functionsOf(serviceOf(withEnvironment('{ Ref: Table }')), {}, { VALUE: 'local' })
  expect(http!.environment).toEqual({ LEVEL: 'INFO', VALUE: 'local' })
})

test('the settings are those of serverless.yml', () => {
  const [http, events, worker, ...others] = functionsOf(SERVERLESS_YML, { LOG_LEVEL: 'DEBUG' })
  expect(others).toEqual([])
  expect(http).toMatchObject({
    name: 'chat-gateway-dev-http',
    runtime: 'nodejs24.x',
    export: 'handler',
    memoryMb: 512,
    timeoutSeconds: 29,
    routes: ['ANY /{proxy+}'],
    sources: [],
    environment: { CHAT_SECRET_PREFIX: 'chat-gateway-dev', STATE_TABLE: 'chat-gateway-dev-state', LOG_LEVEL: 'DEBUG' },
  })
  expect(path.relative(path.dirname(SERVERLESS_YML), http!.file)).toBe(path.join('dist', 'http.mjs'))
  expect(events).toMatchObject({
    routes: [],
    asynchronous: {
      maximumRetryAttempts: 2,
      maximumEventAgeSeconds: 21_600,
      onFailure: 'arn:aws:sqs:local-1:000000000000:chat-gateway-dev-dead-events',
    },
    environment: {
      JOBS_QUEUE_URL: 'http://sqs/chat-gateway-dev-jobs.fifo',
      DEAD_LETTER_QUEUE_URL: 'http://sqs/chat-gateway-dev-dead-events',
    },
  })
  expect(worker).toMatchObject({
    sources: [
      {
        queueArn: 'arn:aws:sqs:local-1:000000000000:chat-gateway-dev-jobs.fifo',
        batchSize: 10,
        maximumConcurrency: 10,
        reportsFailures: true,
      },
    ],
    environment: { DEAD_LETTER_QUEUE_URL: 'http://sqs/chat-gateway-dev-dead-jobs.fifo' },
  })
})

const withEvent = (rest: string) => `
service: chat
provider: { runtime: nodejs24.x }
functions: { my-fn: { handler: dist/http.handler, ${rest} }, other_fn: { handler: dist/http.handler } }
resources:
  Resources:
    Bus: { Type: AWS::Events::EventBus, Properties: { Name: '@{self:service}-bus' } }
    Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: items } }
    Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: work } }
    Fifo: { Type: AWS::SQS::Queue, Properties: { QueueName: work.fifo, FifoQueue: true } }
`

test.each([
  ['{ Ref: Queue }', 'http://sqs/work'],
  ["{ 'Fn::GetAtt': [Queue, Arn] }", 'arn:aws:sqs:local-1:000000000000:work'],
  ["{ 'Fn::GetAtt': Queue.QueueName }", 'work'],
  ['{ Ref: Bus }', 'chat-bus'],
  ["{ 'Fn::GetAtt': [Bus, Arn] }", 'arn:aws:events:local-1:000000000000:event-bus/chat-bus'],
  ['{ Ref: Table }', 'items'],
  ['{ Ref: MyDashfnLambdaFunction }', 'chat-dev-my-fn'],
  [
    "{ 'Fn::GetAtt': [OtherUnderscorefnLambdaFunction, Arn] }",
    'arn:aws:lambda:local-1:000000000000:function:chat-dev-other_fn',
  ],
])('in the environment %s is %s', (reference, expected) => {
  const [first] = functionsOf(serviceOf(withEvent(`environment: { VALUE: ${reference} }`)))
  expect(first!.environment.VALUE).toBe(expected)
})

test.each([
  ["environment: { VALUE: { 'Fn::GetAtt': [Queue, DelaySeconds] } }", 'environment of functions.my-fn: VALUE'],
  ['environment: { VALUE: { a: 1, b: 2 } }', 'environment of functions.my-fn: VALUE must be text'],
  ['events: [{ sqs: { arn: { Ref: Queue } } }]', 'functions.my-fn.events[0].sqs.arn'],
  ["events: [{ sqs: { arn: { 'Fn::GetAtt': [Gone, Arn] } } }]", 'functions.my-fn.events[0].sqs.arn'],
  ["events: [{ sqs: { arn: 'arn:aws:sqs:a:b:c', batchSize: 11 } }]", 'batchSize of up to 10'],
  ["events: [{ sqs: { arn: 'arn:aws:sqs:a:b:c', maximumBatchingWindow: 5 } }]", '"maximumBatchingWindow"'],
  [
    'events: [{ eventBridge: { pattern: {} } }]',
    "functions.my-fn.events[0]: the local gateway doesn't know events of the",
  ],
  ['destinations: { onFailure: other_fn }', 'functions.my-fn.destinations.onFailure'],
  ["destinations: { onFailure: { type: sqs, arn: { 'Fn::GetAtt': [Fifo, Arn] } } }", 'no FIFO queue'],
])('a function with %s is refused, and its place is named', (rest, words) => {
  expect(() => functionsOf(serviceOf(withEvent(rest)))).toThrow(words)
})

test('an sqs event and asynchronous invocations have Lambda’s defaults', () => {
  const [first, second] = functionsOf(
    serviceOf(
      withEvent(
        "maximumRetryAttempts: 0, events: [{ schedule: rate(1 hour) }, { sqs: 'arn:aws:sqs:a:b:c' }, { sqs: { arn: 'arn:aws:sqs:a:b:d', enabled: false } }]",
      ),
    ),
  )
  const defaults = { batchSize: 10, maximumConcurrency: 5, reportsFailures: false }
  expect(first!.sources).toEqual([{ queueArn: 'arn:aws:sqs:a:b:c', ...defaults }])
  expect(first!.asynchronous).toEqual({ maximumRetryAttempts: 0, maximumEventAgeSeconds: 21_600 })
  expect(second!.asynchronous.maximumRetryAttempts).toBe(2)
})

test('what a function leaves out comes from the provider, then from osls', () => {
  const yaml = (provider: string) =>
    `service: chat\nprovider: { ${provider} }\nfunctions: { http: { handler: dist/http.handler, events: [{ httpApi: '*' }] } }`
  const [bare] = functionsOf(serviceOf(yaml('')))
  expect(bare).toMatchObject({ name: 'chat-dev-http', memoryMb: 1024, timeoutSeconds: 6, routes: ['$default'] })
  const [set] = functionsOf(serviceOf(yaml('memorySize: 256, timeout: 9, stage: prod')))
  expect(set).toMatchObject({ name: 'chat-prod-http', memoryMb: 256, timeoutSeconds: 9 })
})

test('a stage’s file decides where one is named, and the environment must not say otherwise', () => {
  const functions = (env: NodeJS.ProcessEnv) => {
    const template = new Template(SERVERLESS_YML, env, stageToStart({ stage: 'example', env }, SERVERLESS_YML))
    return readFunctions(template, readReferences(template))
  }
  const [http] = functions({})
  expect(http).toMatchObject({
    name: 'chat-gateway-example-http',
    environment: { CHAT_SECRET_PREFIX: 'chat-example', STATE_TABLE: 'chat-gateway-example-state', BASE_PATH: 'chat' },
  })
  expect(http!.environment.ACCESS_POLICY).toContain('chat-gateway-example-caller-shop')
  expect(() => functions({ LOG_LEVEL: 'DEBUG' })).toThrow(
    /^LOG_LEVEL is set and says otherwise than stages\/example\.yml/,
  )
  expect(() => stageToStart({ stage: 'nowhere', env: {} }, SERVERLESS_YML)).toThrow(/^There is no stages\/nowhere\.yml/)
})
