import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { settings } from '../../lib/config.ts'
import { codes } from '../../lib/errors/codes.ts'
import { ranges } from '../../lib/errors/upstream/index.ts'
import { regions } from '../../lib/upstream/regions.ts'
import { arnOf, packageService, refTo } from './packaged.ts'

const { template, task, all } = await packageService()
const functions = all('AWS::Lambda::Function')

/** What a deployment leaves as it is: all settings but the names that each stage has of its own. */
const defaults = Object.values(settings)
  .filter(({ fallback }) => fallback !== '')
  .map(({ name, fallback }) => [name, String(fallback)])

/** Node's own variables. */
const forNode = { UV_THREADPOOL_SIZE: '32' }

const environment = (own: Record<string, unknown> = {}) => ({
  Variables: {
    ...Object.fromEntries(defaults),
    ...forNode,
    CHAT_SECRET_PREFIX: 'chat-gateway-dev',
    BASE_PATH: '',
    ERROR_DOCS_URL: '',
    STATE_TABLE: 'chat-gateway-dev-state',
    JOBS_TABLE: 'chat-gateway-dev-jobs',
    SERVICE_NAME: 'chat-gateway-dev',
    // The tests package without git beside them.
    VERSION: `${JSON.parse(readFileSync('package.json', 'utf8')).version}+unknown`,
    EVENT_BUS: 'chat-gateway-dev',
    JOBS_QUEUE_URL: refTo('JobsQueue'),
    ...own,
  },
})

/** What all functions have alike. */
const alike = {
  Runtime: 'nodejs24.x',
  Architectures: ['arm64'],
  LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG' },
  Code: { S3Bucket: refTo('ServerlessDeploymentBucket'), S3Key: expect.stringContaining('chat-gateway.zip') },
}

test('there are three functions, each with a size, a time and a role of its own', () => {
  expect(functions).toEqual({
    HttpLambdaFunction: {
      ...alike,
      FunctionName: 'chat-gateway-dev-http',
      Handler: 'dist/http.handler',
      MemorySize: 512,
      // The API gives up after 30.
      Timeout: 29,
      Role: arnOf('HttpRole'),
      Environment: environment(),
    },
    EventsLambdaFunction: {
      ...alike,
      FunctionName: 'chat-gateway-dev-events',
      Handler: 'dist/events.handler',
      MemorySize: 256,
      Timeout: 20,
      Role: arnOf('EventsRole'),
      Environment: environment({ DEAD_LETTER_QUEUE_URL: refTo('EventsDeadLetters') }),
    },
    WorkerLambdaFunction: {
      ...alike,
      FunctionName: 'chat-gateway-dev-worker',
      Handler: 'dist/worker.handler',
      MemorySize: 512,
      Timeout: 60,
      Role: arnOf('WorkerRole'),
      Environment: environment({ DEAD_LETTER_QUEUE_URL: refTo('JobsDeadLetters') }),
    },
  })
})

test('the worker is replaced after the functions that read what it writes down', () => {
  const { WorkerLambdaFunction } = template.Resources as Readonly<
    Record<string, { readonly DependsOn?: readonly string[] }>
  >
  expect(WorkerLambdaFunction?.DependsOn).toEqual(
    expect.arrayContaining(['HttpLambdaFunction', 'EventsLambdaFunction']),
  )
})

test('their environments leave out no setting', () => {
  const known = [...Object.values(settings).map(({ name }) => name), ...Object.keys(forNode)]
  const given = Object.values(functions).flatMap(({ Environment }) => Object.keys(Object(Environment).Variables))
  expect([...new Set(given)].sort()).toEqual(known.sort())
})

test('names of all regions’ primaries that nobody answers for leave half of the lookups to others', () => {
  // What is slow, as lookups are, gets half of the threads: src/threadpool.c of libuv.
  const lookups = Number(forNode.UV_THREADPOOL_SIZE) / 2
  expect(lookups / 2).toBeGreaterThanOrEqual(Object.keys(regions).length)
})

test('each log is kept for 30 days', () => {
  expect(all('AWS::Logs::LogGroup')).toEqual({
    HttpLogGroup: { LogGroupName: '/aws/lambda/chat-gateway-dev-http', RetentionInDays: 30 },
    EventsLogGroup: { LogGroupName: '/aws/lambda/chat-gateway-dev-events', RetentionInDays: 30 },
    WorkerLogGroup: { LogGroupName: '/aws/lambda/chat-gateway-dev-worker', RetentionInDays: 30 },
  })
})

test('the zip holds the bundles and nothing else', () => {
  const files = readdirSync(task, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(task, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
  const bundles = ['dist/events.mjs', 'dist/http.mjs', 'dist/worker.mjs']
  expect(files.filter((file) => !/^dist\/chunks\/[\w-]+\.mjs$/.test(file)).sort()).toEqual(bundles)
})

test('what Chat’s numbers say stands in the printed list, and takes no room in the zip; what our codes say is there', () => {
  const files = readdirSync(task, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'))
  const bundled = files.map((file) => readFileSync(path.join(task, file), 'utf8')).join('\n')
  const plain = (text: string) => /^[\x20-\x7e]{30,}$/.test(text)
  const meanings = ranges.flatMap((range) => Object.values(range.meanings)).filter(plain)
  expect(meanings.length).toBeGreaterThan(30)
  expect(meanings.filter((meaning) => bundled.includes(meaning))).toEqual([])
  const titles = Object.values(codes).flatMap(({ title }) => (plain(title) ? [title] : []))
  expect(titles.filter((title) => !bundled.includes(title))).toEqual([])
})

test.each(['Http', 'Events', 'Worker'])(
  'the handler of %s loads from the zip under its environment, without a package beside it',
  async (name) => {
    const { Handler, Environment } = functions[`${name}LambdaFunction`] as {
      Handler: string
      Environment: { Variables: Record<string, unknown> }
    }
    const [stem, exported] = Handler.split('.')
    const url = (id: string) => `https://sqs.eu-central-1.amazonaws.com/123456789012/${id}`
    const variables = Object.entries(Environment.Variables).map(([key, value]): [string, string] => {
      return [key, typeof value === 'string' ? value : url(Object(value).Ref)]
    })
    const script = `console.log(typeof (await import('./${stem}.mjs')).${exported})`
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: task,
      env: Object.fromEntries(variables),
    })
    expect(await run).toEqual({ stdout: 'function\n', stderr: '' })
  },
)

test('one route takes everything, behind the IAM authorizer, with payload format 2.0', () => {
  const [route, ...others] = Object.values(all('AWS::ApiGatewayV2::Route'))
  expect(others).toEqual([])
  expect(route).toMatchObject({
    RouteKey: 'ANY /{proxy+}',
    AuthorizationType: 'AWS_IAM',
    Target: { 'Fn::Join': ['/', ['integrations', refTo('HttpApiIntegrationHttp')]] },
  })
  expect(all('AWS::ApiGatewayV2::Integration')).toEqual({
    HttpApiIntegrationHttp: {
      ApiId: refTo('HttpApi'),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf('HttpLambdaFunction'),
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 30_000,
    },
  })
})

test('doorbells come ten at a time, those of a batch fail one by one, and a bounded number of workers answers them', () => {
  expect(all('AWS::Lambda::EventSourceMapping')).toEqual({
    WorkerEventSourceMappingSQSJobsQueue: {
      EventSourceArn: arnOf('JobsQueue'),
      FunctionName: arnOf('WorkerLambdaFunction'),
      Enabled: true,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    },
  })
})

test('an event is tried twice more where its function fails, for six hours where it is not started, and is then a dead letter', () => {
  expect(all('AWS::Lambda::EventInvokeConfig')).toEqual({
    EventsLambdaEvConf: {
      FunctionName: refTo('EventsLambdaFunction'),
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: arnOf('EventsDeadLetters') } },
    },
  })
})

test('nothing points at old versions of a function', () => {
  expect(Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Version')).toEqual([])
})
