import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AwsRequests, type SendOptions, sending } from '../../../lib/sockets/aws-requests.ts'
import { type AwsProxy, startAwsProxy } from '../../../local/aws/proxy.ts'
import { type ForgetfulProxy, startForgetfulProxy } from '../../support/forgetful-proxy.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { startTables, type Tables } from '../../support/tables.ts'

let tables: Tables
let aws: AwsProxy
let proxy: ForgetfulProxy
let client: DynamoDBClient
beforeAll(async () => {
  tables = await startTables()
  aws = await startAwsProxy(tables.url)
})
afterAll(async () => {
  await aws.close()
  await tables.close()
})
beforeEach(async () => {
  proxy = await startForgetfulProxy(() => aws.url)
  client = new DynamoDBClient({
    endpoint: proxy.url,
    region: 'local-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: new AwsRequests({ connectionTimeout: 500, requestTimeout: 500 }),
    // What goes again must not cost the SDK one of its own.
    maxAttempts: 1,
  })
  await ask(sending('harmless'))
  aws.calls.length = 0
})
afterEach(async () => {
  restoreClock()
  aws.mend()
  client.destroy()
  await proxy.close()
})

const ask = (options?: SendOptions) =>
  client.send(new GetItemCommand({ TableName: tables.name, Key: { pk: { S: 'nobody' } } }), options)

test('what is harmless twice goes out on a connection that is there', async () => {
  await ask(sending('harmless'))
  expect(proxy.made()).toBe(1)
})

describe('on a connection used before', () => {
  test.each(['reset', 'forgotten', 'half-closed'] as const)(
    'that is %s, it goes again beneath the SDK',
    async (loss) => {
      proxy.lose(loss)
      await ask(sending('harmless'))
      expect([proxy.made(), aws.calls.length]).toEqual([2, 1])
    },
  )

  test('that is cut where the service has done it all the same, it goes again', async () => {
    aws.breakNext('GetItem', 'lost')
    await ask(sending('harmless'))
    expect(aws.calls).toHaveLength(2)
  })

  test('that is cut, it goes again once: what cuts a new one is the SDK’s', async () => {
    aws.breakNext('GetItem', 'cut', 9)
    await expect(ask(sending('harmless'))).rejects.toThrow()
    expect(aws.calls).toHaveLength(2)
  })

  test('that is silent it is late, and what comes next has a new one', async () => {
    proxy.lose('silent')
    await expect(ask(sending('harmless'))).rejects.toThrow('500 ms')
    await ask(sending('harmless'))
    expect(proxy.made()).toBe(2)
  })
})

test('no call goes out on a connection that slept for more than three seconds', async () => {
  proxy.lose('silent')
  advance(3001)
  await ask(sending('harmless'))
  await ask(sending('counted'))
})

describe('what counts twice', () => {
  test('does not go again beneath the SDK', async () => {
    aws.breakNext('GetItem', 'lost')
    await expect(ask(sending('counted'))).rejects.toThrow()
    expect(aws.calls).toHaveLength(1)
  })

  test.each([
    [900, 1],
    [1100, 2],
  ])('after %i ms has a connection that was used lately, or a new one: %i in all', async (ms, made) => {
    advance(ms)
    await ask(sending('counted'))
    expect(proxy.made()).toBe(made)
  })
})

describe.each([
  ['what others see twice', sending('doubled')],
  ['what nobody has judged', undefined],
])('%s', (_, options) => {
  test('has a new connection each time, which is not kept', async () => {
    await ask(options)
    await ask(options)
    await ask(sending('harmless'))
    expect(proxy.made()).toBe(3)
  })

  test('does not go again beneath the SDK', async () => {
    aws.breakNext('GetItem', 'lost')
    await expect(ask(options)).rejects.toThrow()
    expect(aws.calls).toHaveLength(1)
  })
})
