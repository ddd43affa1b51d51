import { once } from 'node:events'
import { connect } from 'node:net'
import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readTables, startTables } from '../../../local/aws/tables.ts'
import { Template } from '../../../local/aws/template.ts'
import { isReachable, SERVERLESS_YML, serviceOf } from './fixture.ts'

function clientOf(endpoint?: string): DynamoDBClient {
  const credentials = { accessKeyId: 'id', secretAccessKey: 'key' }
  const client = new DynamoDBClient({ region: 'eu-central-1', credentials, ...(endpoint && { endpoint }) })
  onTestFinished(() => client.destroy())
  return client
}

async function start(file: string, port = 0) {
  const tables = await startTables({ port, tables: readTables(new Template(file, {})) })
  onTestFinished(() => tables.close())
  return tables
}

const tableIn = (properties: string) =>
  serviceOf(`service: chat
provider: { environment: {} }
functions: { http: { handler: dist/http.handler, events: [{ httpApi: '*' }] } }
resources: { Resources: { Other: { Type: AWS::S3::Bucket }, Table: { Type: AWS::DynamoDB::Table, Properties: ${properties} } } }`)

const PK = 'KeySchema: [{ AttributeName: pk, KeyType: HASH }]'
const put = (id: string) =>
  new PutItemCommand({
    TableName: 'chat-gateway-dev-state',
    Item: { pk: { S: id }, expiresAt: { N: '1' } },
    ConditionExpression: 'attribute_not_exists(pk)',
  })

test.each([
  ['{}', 'resources.Resources.Table.Properties: give the table a TableName'],
  ['{ TableName: { Ref: Other } }', 'resources.Resources.Table.Properties: give the table a TableName'],
  [`{ TableName: table, BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [], ${PK} }`, 'Table.Properties: DynamoDB'],
])('a table described as %s is refused, and its place is named', async (properties, words) => {
  const failing = start(tableIn(properties))
  await expect(failing).rejects.toMatchObject({ name: 'StartError', message: expect.stringContaining(words) })
})

test('a table that can’t be had leaves nothing listening', async () => {
  const { url, close } = await start(SERVERLESS_YML)
  await close()
  await expect(start(tableIn('{ TableName: ab }'), Number(new URL(url).port))).rejects.toThrow('Table.Properties')
  expect(await isReachable(url)).toBe(false)
})

test('the port of a table that is up is taken', async () => {
  const { url } = await start(SERVERLESS_YML)
  const port = Number(new URL(url).port)
  await expect(start(SERVERLESS_YML, port)).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringMatching(`Port ${port} is taken, so the DynamoDB stand-in can't start.*--tables-port`),
  })
})

test('a second put of a key is refused where the key must be new', async () => {
  const client = clientOf((await start(SERVERLESS_YML)).url)
  await client.send(put('once'))
  await expect(client.send(put('once'))).rejects.toBeInstanceOf(ConditionalCheckFailedException)
})

test('a client that goes away in the middle of a request harms no other', async () => {
  const { url } = await start(SERVERLESS_YML)
  const { hostname, port } = new URL(url)
  const half = connect(Number(port), hostname).resume()
  half.write(`POST / HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 100\r\nexpect: 100-continue\r\n\r\n`)
  // "100 Continue": the request has arrived, its body has not.
  await once(half, 'data')
  half.resetAndDestroy()
  await clientOf(url).send(put('after'))
})

test('operations under way at its end are cut off, and nothing else breaks', async () => {
  const { url, close } = await start(SERVERLESS_YML)
  const client = clientOf(url)
  await client.send(put('first'))
  const puts = Array.from({ length: 50 }, (_, index) => client.send(put(`${index}`)).catch(() => undefined))
  await Promise.race(puts)
  await close()
  expect(await isReachable(url)).toBe(false)
  client.destroy()
  await Promise.all(puts)
})

test('the tables are there under their names, with the keys of serverless.yml, for the SDK’s standard setting', async () => {
  const { url, names } = await start(SERVERLESS_YML)
  expect(names).toEqual(['chat-gateway-dev-state', 'chat-gateway-dev-jobs'])
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', url)
  onTestFinished(() => void vi.unstubAllEnvs())
  const client = clientOf()
  const { Table } = await client.send(new DescribeTableCommand({ TableName: names[0] }))
  expect(Table).toMatchObject({ TableStatus: 'ACTIVE', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] })
  await client.send(put('a'))
  const { Item } = await client.send(new GetItemCommand({ TableName: names[0], Key: { pk: { S: 'a' } } }))
  // Long over, and still there: whoever reads must look at the time.
  expect(Item).toEqual({ pk: { S: 'a' }, expiresAt: { N: '1' } })
})

test('a sort key is taken over as well, and a service without tables has none', async () => {
  const pair = '[{ AttributeName: pk, AttributeType: S }, { AttributeName: at, AttributeType: N }]'
  const keys = 'KeySchema: [{ AttributeName: pk, KeyType: HASH }, { AttributeName: at, KeyType: RANGE }]'
  const file = tableIn(
    `{ TableName: '@{self:service}-@{sls:stage}', BillingMode: PAY_PER_REQUEST, ${keys}, AttributeDefinitions: ${pair} }`,
  )
  const { url, names } = await start(file)
  expect(names).toEqual(['chat-dev'])
  const { Table } = await clientOf(url).send(new DescribeTableCommand({ TableName: 'chat-dev' }))
  expect(Table!.KeySchema).toMatchObject([{ KeyType: 'HASH' }, { AttributeName: 'at', KeyType: 'RANGE' }])
  expect((await start(serviceOf('service: chat'))).names).toEqual([])
})
