import {
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  InvalidParameterException,
  InvalidRequestException,
  ListSecretsCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { expect, onTestFinished, test } from 'vitest'
import { startSecrets } from '../../../local/aws/secrets.ts'

async function start(secrets: Record<string, unknown>) {
  const store = await startSecrets({ port: 0, secrets })
  const client = new SecretsManagerClient({
    endpoint: store.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    maxAttempts: 1,
  })
  onTestFinished(async () => {
    client.destroy()
    await store.close()
  })
  const get = (input: GetSecretValueCommandInput) => client.send(new GetSecretValueCommand(input))
  return { store, client, get }
}

test('a secret that was never put, a stage nobody holds and an unknown version are ResourceNotFoundException', async () => {
  const { get } = await start({ 'chat-gateway/default': {} })
  const refusals = [
    get({ SecretId: 'chat-gateway/other' }),
    get({ SecretId: 'chat-gateway/default', VersionStage: 'AWSPREVIOUS' }),
    get({ SecretId: 'chat-gateway/default', VersionStage: 'AWSPENDING' }),
    get({ SecretId: 'chat-gateway/default', VersionId: '5b3f6c9e-0000-4000-8000-000000000000' }),
  ]
  for (const refusal of refusals) await expect(refusal).rejects.toBeInstanceOf(ResourceNotFoundException)
})

test('a call without SecretId is InvalidParameterException', async () => {
  const { get } = await start({})
  await expect(get({ SecretId: undefined })).rejects.toBeInstanceOf(InvalidParameterException)
})

test('an operation it does not have is UnknownOperationException', async () => {
  const { client } = await start({})
  await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' })
})

test('an unsigned call is refused, as is one that is not JSON', async () => {
  const { store } = await start({ a: {} })
  const post = (headers: Record<string, string>, body: string) =>
    fetch(store.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'secretsmanager.GetSecretValue', ...headers },
      body,
    })
  const unsigned = await post({}, '{"SecretId":"a"}')
  expect(unsigned.status).toBe(400)
  expect(await unsigned.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
  const broken = await post({ authorization: 'AWS4-HMAC-SHA256 Credential=id/any' }, '{')
  expect(await broken.json()).toMatchObject({ __type: 'SerializationException' })
})

test('a secret is read by name and by ARN, with its version and stage', async () => {
  const { get } = await start({ 'chat-gateway/default': { sdkAppId: 1 }, 'chat-gateway/broken': '{"sdkApp' })
  const value = await get({ SecretId: 'chat-gateway/default' })
  expect(value).toMatchObject({ Name: 'chat-gateway/default', VersionStages: ['AWSCURRENT'] })
  expect(JSON.parse(value.SecretString!)).toEqual({ sdkAppId: 1 })
  expect(value.CreatedDate!.getTime()).toBeGreaterThan(Date.now() - 60_000)
  expect((await get({ SecretId: value.ARN })).VersionId).toBe(value.VersionId)
  expect((await get({ SecretId: 'chat-gateway/broken' })).SecretString).toBe('{"sdkApp')
})

test('a put makes the current version the previous one, and drops what was previous', async () => {
  const { store, get } = await start({ a: { key: 1 } })
  const first = await get({ SecretId: 'a' })
  store.put('a', { key: 2 })
  expect((await get({ SecretId: 'a' })).SecretString).toBe('{"key":2}')
  const previous = await get({ SecretId: 'a', VersionStage: 'AWSPREVIOUS' })
  expect(previous).toMatchObject({ SecretString: '{"key":1}', VersionId: first.VersionId })
  const mismatch = get({ SecretId: 'a', VersionId: first.VersionId, VersionStage: 'AWSCURRENT' })
  await expect(mismatch).rejects.toBeInstanceOf(InvalidRequestException)
  store.put('a', { key: 3 })
  expect((await get({ SecretId: 'a', VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('{"key":2}')
  await expect(get({ SecretId: 'a', VersionId: first.VersionId })).rejects.toBeInstanceOf(ResourceNotFoundException)
})

test('the SDK finds it through its standard setting', async () => {
  const { store } = await start({ a: 'x' })
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = store.url
  onTestFinished(() => {
    delete process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER
  })
  const client = new SecretsManagerClient({
    region: 'local-1',
    credentials: { accessKeyId: 'i', secretAccessKey: 'k' },
  })
  expect((await client.send(new GetSecretValueCommand({ SecretId: 'a' }))).SecretString).toBe('x')
  client.destroy()
})

test('a taken port is named, with the flag that moves it', async () => {
  const { store } = await start({})
  const port = Number(new URL(store.url).port)
  const second = startSecrets({ port, secrets: {} })
  await expect(second).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringMatching(`Port ${port} is taken.*--secrets-port`),
  })
})
