import path from 'node:path'
import { expect, test } from 'vitest'
import { readFunctions } from '../../../local/aws/lambda/settings.ts'
import { inYaml, SERVERLESS_YML, serviceOf } from './fixture.ts'

const withEnvironment = (value: string) => `
service: chat
provider: { stage: test, runtime: nodejs24.x, environment: { LEVEL: INFO, VALUE: ${value} } }
functions: { http: { handler: dist/http.handler } }
`
const read = (value: string, env: NodeJS.ProcessEnv = {}) =>
  readFunctions(serviceOf(withEnvironment(value)), env)[0]!.environment.VALUE

test.each([
  ['"@{ssm:/secret}"', 'provider.environment.VALUE', '@{ssm:/secret}'],
  ['"@{env:A, self:b}"', 'provider.environment.VALUE', '@{env:A, self:b}'],
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
  expect(() => readFunctions(file, {})).toThrow('functions.http.handler: there is no bundle for "dist/other.handler"')
  expect(() => readFunctions(file, {})).toThrow('npm run build')
})

test.each([
  ['"@{env:A, \'fallback\'}"', {}, 'fallback'],
  ['"@{env:A, \'fallback\'}"', { A: 'set' }, 'set'],
  ['"@{env:A, 7}"', {}, '7'],
  ['"x-@{sls:stage}-@{self:service}"', {}, 'x-test-chat'],
  ['"@{self:provider.environment.LEVEL}"', {}, 'INFO'],
])('%s under %o is %s', (value, env, expected) => {
  expect(read(value, env)).toBe(expected)
})

test('what only a deployment knows can be given from outside', () => {
  const [http] = readFunctions(serviceOf(withEnvironment('{ Ref: Table }')), {}, { VALUE: 'local' })
  expect(http!.environment).toEqual({ LEVEL: 'INFO', VALUE: 'local' })
})

test('the settings are those of serverless.yml', () => {
  const [http, ...others] = readFunctions(SERVERLESS_YML, { LOG_LEVEL: 'DEBUG' })
  expect(others).toEqual([])
  expect(http).toMatchObject({
    name: 'chat-gateway-dev-http',
    runtime: 'nodejs24.x',
    export: 'handler',
    memoryMb: 512,
    timeoutSeconds: 29,
    routes: ['ANY /{proxy+}'],
    environment: { CHAT_SECRET_PREFIX: 'chat-gateway', STATE_TABLE: 'chat-gateway-dev-state', LOG_LEVEL: 'DEBUG' },
  })
  expect(path.relative(path.dirname(SERVERLESS_YML), http!.file)).toBe(path.join('dist', 'http.mjs'))
})

test('what a function leaves out comes from the provider, then from osls', () => {
  const yaml = (provider: string) =>
    `service: chat\nprovider: { ${provider} }\nfunctions: { http: { handler: dist/http.handler, events: [{ httpApi: '*' }] } }`
  const [bare] = readFunctions(serviceOf(yaml('')), {})
  expect(bare).toMatchObject({ name: 'chat-dev-http', memoryMb: 1024, timeoutSeconds: 6, routes: ['$default'] })
  const [set] = readFunctions(serviceOf(yaml('memorySize: 256, timeout: 9, stage: prod')), {})
  expect(set).toMatchObject({ name: 'chat-prod-http', memoryMb: 256, timeoutSeconds: 9 })
})
