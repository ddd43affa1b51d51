import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settings } from '../lib/config.ts'
import { unzip } from './flow/local/zip.ts'

interface Resource {
  Type: string
  Properties: Record<string, unknown>
}

interface Template {
  Resources: Record<string, Resource>
  Outputs: Record<string, unknown>
}

const root = path.join(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-package-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let template: Template
let task: string

beforeAll(async () => {
  // No AWS credentials, no settings and no home: packaging may depend on nothing but the project.
  const env = { PATH: path.dirname(process.execPath), HOME: folder }
  const osls = path.join(root, 'node_modules/osls/bin/serverless.js')
  await promisify(execFile)(process.execPath, [osls, 'package', '--package', folder], { cwd: root, env })
  template = JSON.parse(readFileSync(path.join(folder, 'cloudformation-template-update-stack.json'), 'utf8'))
  task = path.join(folder, 'task')
  unzip(path.join(folder, 'chat-gateway.zip'), task)
})

/** The properties of all resources of a type. */
const all = (type: string) =>
  Object.values(template.Resources)
    .filter((resource) => resource.Type === type)
    .map(({ Properties }) => Properties)

test('the zip holds the bundles and nothing else, and the handler loads from it without a package beside it', async () => {
  const files = readdirSync(task, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(task, path.join(entry.parentPath, entry.name)))
  expect(files).toContain(path.join('dist', 'http.mjs'))
  expect(files.filter((file) => !/^dist\/(http|chunks\/[\w-]+)\.mjs$/.test(file))).toEqual([])
  const bundle = await import(/* @vite-ignore */ pathToFileURL(path.join(task, 'dist/http.mjs')).href)
  expect(bundle.handler).toBeTypeOf('function')
})

test('no statement allows a wildcard action or every resource', () => {
  const statements = all('AWS::IAM::Role').flatMap(
    (role) => role.Policies as { PolicyDocument: { Statement: unknown[] } }[],
  )
  for (const statement of statements.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)) {
    const { Effect, Action, Resource } = statement as Record<string, unknown>
    expect(Effect).toBe('Allow')
    expect([Action].flat().filter((action) => String(action).includes('*'))).toEqual([])
    expect([Resource].flat()).not.toContain('*')
  }
})

test('the function may write its own log, read the apps’ secrets and use items of the state table, and nothing else', () => {
  const [role, ...others] = all('AWS::IAM::Role')
  expect(others).toEqual([])
  expect(role).not.toHaveProperty('ManagedPolicyArns')
  expect(role!.Policies).toEqual([
    {
      PolicyName: 'http',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'WriteOwnLog',
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': ['HttpLogGroup', 'Arn'] },
          },
          {
            Sid: 'ReadAppSecrets',
            Effect: 'Allow',
            Action: 'secretsmanager:GetSecretValue',
            Resource: {
              'Fn::Sub': [
                'arn:$',
                '{AWS::Partition}:secretsmanager:$',
                '{AWS::Region}:$',
                '{AWS::AccountId}:secret:chat-gateway/*',
              ].join(''),
            },
          },
          {
            Sid: 'ShareState',
            Effect: 'Allow',
            Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
            Resource: { 'Fn::GetAtt': ['StateTable', 'Arn'] },
          },
        ],
      },
    },
  ])
  expect(role!.AssumeRolePolicyDocument).toMatchObject({
    Statement: [{ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  })
})

test('the one function runs on nodejs24.x and arm64, within the API’s time, under its own role', () => {
  const [http, ...others] = all('AWS::Lambda::Function')
  expect(others).toEqual([])
  expect(http).toMatchObject({
    FunctionName: 'chat-gateway-dev-http',
    Handler: 'dist/http.handler',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    MemorySize: 512,
    Timeout: 29,
    Role: { 'Fn::GetAtt': ['HttpRole', 'Arn'] },
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
  })
})

test('its environment is every setting at its default, but for the state table, which is the stage’s own', () => {
  const [http] = all('AWS::Lambda::Function')
  const defaults = Object.values(settings).map(({ name, fallback }) => [name, String(fallback)])
  const own = { LOG_LEVEL: 'INFO', STATE_TABLE: 'chat-gateway-dev-state' }
  expect(http!.Environment).toEqual({ Variables: { ...Object.fromEntries(defaults), ...own } })
})

test('the one table has a key, expires its items, is paid by the request, and goes with the stack', () => {
  expect(all('AWS::DynamoDB::Table')).toHaveLength(1)
  expect(template.Resources.StateTable).toEqual({
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Delete',
    Properties: {
      TableName: 'chat-gateway-dev-state',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  })
})

test('every log group is kept for 30 days', () => {
  expect(all('AWS::Logs::LogGroup')).toEqual([
    { LogGroupName: '/aws/lambda/chat-gateway-dev-http', RetentionInDays: 30 },
  ])
})

test('one route takes everything, behind the IAM authorizer, with payload format 2.0', () => {
  const [route, ...others] = all('AWS::ApiGatewayV2::Route')
  expect(others).toEqual([])
  expect(route).toMatchObject({ RouteKey: 'ANY /{proxy+}', AuthorizationType: 'AWS_IAM' })
  const target = template.Resources.HttpApiIntegrationHttp
  expect(route!.Target).toEqual({ 'Fn::Join': ['/', ['integrations', { Ref: 'HttpApiIntegrationHttp' }]] })
  expect(target!.Properties).toMatchObject({
    IntegrationType: 'AWS_PROXY',
    PayloadFormatVersion: '2.0',
    IntegrationUri: { 'Fn::GetAtt': ['HttpLambdaFunction', 'Arn'] },
  })
})

test('the API and nobody else may invoke the function', () => {
  expect(all('AWS::Lambda::Permission')).toMatchObject([
    {
      Principal: 'apigateway.amazonaws.com',
      Action: 'lambda:InvokeFunction',
      SourceArn: { 'Fn::Join': ['', expect.arrayContaining([{ Ref: 'HttpApi' }])] },
    },
  ])
})

test('every Ref, GetAtt, Sub and DependsOn points at something', () => {
  const references = [...referencesIn(template)]
  const known = (name: string) =>
    name in template.Resources || /^AWS::(AccountId|Partition|Region|URLSuffix)$/.test(name)
  expect(references.length).toBeGreaterThan(10)
  expect(references.filter((name) => !known(name))).toEqual([])
})

function* referencesIn(node: unknown): Generator<string> {
  if (node === null || typeof node !== 'object') return
  for (const [key, value] of Object.entries(node)) {
    if (key === 'Ref') yield value
    else if (key === 'Fn::GetAtt') yield [value].flat()[0].split('.')[0]
    else if (key === 'DependsOn') yield* [value].flat()
    else if (key === 'Fn::Sub')
      yield* [value]
        .flat()[0]
        .matchAll(/\$\{([^}.!]+)/g)
        .map((match: string[]) => match[1])
    yield* referencesIn(value)
  }
}
