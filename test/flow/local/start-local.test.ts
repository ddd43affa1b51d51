import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, onTestFinished, test } from 'vitest'
import type { LocalOptions } from '../../../local/aws/options.ts'
import { startLocal } from '../../../local/aws/start-local.ts'
import { localUnlessSaid } from '../../../local/aws/unless-said.ts'
import { strictly, strictSeed } from '../../support/strict-seed.ts'
import { isReachable, serviceOf } from './fixture.ts'

/** Without events, which have tests of their own: that is two functions fewer to load. */
async function start(options: LocalOptions = {}) {
  const local = await startLocal({ seed: strictSeed, events: false, ...options })
  onTestFinished(() => local.close())
  const update = (body: object) =>
    fetch(`${local.url}/v1/friends/update`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { local, update }
}

const POLICY = '[{"callers":["*"],"apps":["*"],"operations":["friends.*"]}]'
const BODY = { userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] }

test('a bad seed is a StartError, and what was up before it is closed', async () => {
  const { local } = await start()
  const port = Number(new URL(local.secrets.url).port)
  await local.close()
  const failing = startLocal({ secretsPort: port, seed: strictly({ apps: {} }) })
  await expect(failing).rejects.toMatchObject({ name: 'StartError', message: expect.stringContaining('seed') })
  expect(await isReachable(local.secrets.url)).toBe(false)
})

test('secrets stand under the prefix of serverless.yml, or the one given', async () => {
  const { local, update } = await start({ env: { CHAT_SECRET_PREFIX: 'team/chat' } })
  expect(local.secretName('default')).toBe('team/chat/default')
  expect((await update(BODY)).status).toBe(200)
})

test.each([
  [{}, 'open'],
  [{ ACCESS_POLICY: '' }, 'open'],
  [{ ACCESS_POLICY: POLICY }, POLICY],
])('under %j everybody may call everything, unless a policy is given', async (env, policy) => {
  const { local } = await start({ env })
  expect(local.functions.http!.settings.environment.ACCESS_POLICY).toBe(policy)
})

test('the reference page is there for a browser, with calls to the address that was asked', async () => {
  const { local } = await start()
  const response = await fetch(`${local.url}/_local/reference`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const page = await response.text()
  expect(page).toContain(`curl -s ${local.url}/v1/friends/update`)
  expect(page).toContain('id="write_conflict"')
  expect((await fetch(`${local.url}/_local/reference`, { method: 'POST' })).status).toBe(404)
})

test.each([
  [{}, 4000, 'http://127.0.0.1:4000/_local/reference'],
  [{ ERROR_DOCS_URL: 'https://docs.example.com/codes' }, 4000, 'https://docs.example.com/codes'],
  // Not known when the functions are told.
  [{}, 0, ''],
])('under %j problems of the gateway on port %i lead to "%s"', (env, port, docs) => {
  expect(localUnlessSaid(env, port).ERROR_DOCS_URL).toBe(docs)
})

test('problems lead where they are told to', async () => {
  const { update } = await start({ env: { ERROR_DOCS_URL: 'https://docs.example.com/codes' } })
  expect(await (await update({})).json()).toMatchObject({ docs: 'https://docs.example.com/codes#invalid_request' })
})

test('a key rotated at the emulator becomes the current secret, the old one the previous', async () => {
  const { local, update } = await start()
  const client = new SecretsManagerClient({
    endpoint: local.secrets.url,
    region: 'local-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
  })
  onTestFinished(() => client.destroy())
  const keyOf = async (VersionStage: string) => {
    const { SecretString } = await client.send(
      new GetSecretValueCommand({ SecretId: local.secretName('default'), VersionStage }),
    )
    return JSON.parse(SecretString!).secretKey as string
  }
  const old = await keyOf('AWSCURRENT')
  expect((await update(BODY)).status).toBe(200)
  const rotated = await fetch(`${local.chat.url}/_emulator/rotate`, {
    method: 'POST',
    body: JSON.stringify({ app: 'default', order: 'together' }),
  })
  expect(rotated.status).toBe(200)
  expect(await keyOf('AWSPREVIOUS')).toBe(old)
  expect(await keyOf('AWSCURRENT')).not.toBe(old)
  expect((await update(BODY)).status).toBe(200)
})

test('settings given to the functions go before those of serverless.yml', async () => {
  const { update } = await start({ environment: { MAX_BODY_BYTES: '20' } })
  expect((await update(BODY)).status).toBe(413)
})

/** A function that answers what it was told of the state table, in a service with one. */
const stateService = () =>
  serviceOf(
    `service: chat
provider: { runtime: nodejs24.x, environment: { STATE_TABLE: '@{self:service}-@{sls:stage}-state' } }
functions: { http: { handler: dist/http.handler, events: [{ httpApi: '*' }] } }
resources:
  Resources:
    State:
      Type: AWS::DynamoDB::Table
      Properties:
        TableName: '@{self:provider.environment.STATE_TABLE}'
        BillingMode: PAY_PER_REQUEST
        AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
        KeySchema: [{ AttributeName: pk, KeyType: HASH }]`,
    `export const handler = async () => {
      const { STATE_TABLE: table, AWS_ENDPOINT_URL_DYNAMODB: endpoint } = process.env
      return { statusCode: 200, body: JSON.stringify({ table, endpoint }) }
    }`,
  )

test('instances are told the state table and where DynamoDB is, and of neither when there are no tables', async () => {
  const serverless = stateService()
  const [{ local }, { local: without }] = await Promise.all([
    start({ serverless }),
    start({ serverless, tables: false }),
  ])
  const toldBy = async ({ url }: { url: string }) => (await fetch(url)).json()
  expect(local.tables).toMatchObject({ names: ['chat-dev-state'] })
  expect(await toldBy(local)).toEqual({ table: 'chat-dev-state', endpoint: local.tables!.url })
  expect(without.tables).toBeUndefined()
  expect(await toldBy(without)).toEqual({ table: '' })
  await local.close()
  expect(await isReachable(local.tables!.url)).toBe(false)
})

test('verbose shows what else the functions log, below the request’s line', async () => {
  const quiet: string[] = []
  const loud: string[] = []
  const runs = await Promise.all([
    start({ log: (line) => quiet.push(line) }),
    start({ log: (line) => loud.push(line), verbose: true, env: { LOG_LEVEL: 'DEBUG' } }),
  ])
  for (const { update } of runs) await update(BODY)
  expect(quiet[0]).toMatch(/^POST {2}\/v1\/friends\/update {2}200 /)
  expect(quiet.filter((line) => line.includes('    log   '))).toEqual([])
  await expect
    .poll(() => loud.some((line) => /^ {4}log {3}INFO {2}request {2}.*operation=friends\.update/.test(line)))
    .toBe(true)
})
