import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import { type Door, openDoor } from '../../../scripts/try-calls/door.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { environmentOf } from './environment.ts'
import { serve } from './fixture.ts'
import { smoke, stackStandIn } from './smoke-fixture.ts'

/** As against AWS: the stack says where the API is, and that takes signed requests only. */
const REGION = 'eu-central-1'
const SECRET = 'wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY'
let local: Local
let door: Door
beforeAll(async () => {
  local = await startLocal({ seed: strictSeed, instances: 1 })
  door = await openDoor(local.url, { keys: { AKIDSMOKE: { secret: SECRET } }, region: REGION, service: 'execute-api' })
})
afterAll(async () => {
  door.close()
  await local.close()
})
environmentOf(() => ({ AWS_REGION: REGION, AWS_ACCESS_KEY_ID: 'AKIDSMOKE', AWS_SECRET_ACCESS_KEY: SECRET }))

const deployed = (more: object = {}) =>
  stackStandIn({ status: 'UPDATE_COMPLETE', outputs: { HttpApiUrl: door.url, ...more } })
const run = (...args: readonly string[]) => smoke('--stage', 'prod', ...args)

describe('the stack', () => {
  test('says where the API is; an unsigned call is refused, and signed ones are let in', async () => {
    await deployed({ DomainUrl: door.url, HttpApiUrl: 'https://closed.invalid' })
    const { code, others, steps } = await run('--account', 'alice')
    expect([code, Object.keys(others)]).toEqual([0, ['result event']])
    expect(steps.slice(0, 3).map(({ name, says }) => [name, says])).toEqual([
      ['stack', `UPDATE_COMPLETE, ${door.url}`],
      ['unsigned call', 'is refused (403)'],
      ['signed health', expect.stringMatching(/^answers/)],
    ])
    expect(others['result event']?.says).toBe('it is watched with --events only')
  })

  test.each([
    ['UPDATE_IN_PROGRESS', /under way, or was broken off/, /Wait for its end/],
    ['UPDATE_ROLLBACK_FAILED', /going back failed/, /continue-update-rollback --stack-name chat-gateway-prod/],
    ['ROLLBACK_COMPLETE', /the first deployment failed/, /delete the stack/],
    ['DELETE_FAILED', /being removed/, /Deploy/],
    ['UPDATE_FAILED', /the last deployment failed/, /mend it/],
  ])('half-finished, %s, fails with its cure, and what answers is tried all the same', async (status, says, cure) => {
    await stackStandIn({ status, outputs: { HttpApiUrl: door.url } })
    const { code, others, steps } = await run()
    expect([code, others.stack]).toMatchObject([
      1,
      { says: expect.stringMatching(says), cure: expect.stringMatching(cure) },
    ])
    expect(steps.find(({ name }) => name === 'signed health')?.status).toBe('ok')
  })

  test('that was taken back to the version before is no fault, and said', async () => {
    await stackStandIn({ status: 'UPDATE_ROLLBACK_COMPLETE', outputs: { HttpApiUrl: door.url } })
    const { code, steps } = await run()
    expect([code, steps[0]?.says]).toEqual([0, expect.stringContaining('the last deployment was taken back')])
  })

  test('that is not there, or may not be seen', async () => {
    await stackStandIn()
    const gone = await run()
    expect([gone.code, gone.others.stack?.says, gone.others['all else']?.status]).toEqual([
      ...[1, 'there is no stack chat-gateway-prod', 'skipped'],
    ])
    expect(gone.others.stack?.cure).toMatch(/^There is no stages\/prod\.yml here\. Deploy it/)
    expect((await smoke('--stage', 'exmaple')).others.stack?.cure).toMatch(
      /^There is no stages\/exmaple\.yml here: did you mean example\? Deploy it/,
    )
    process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = await serve((request, response) => {
      request.resume()
      response
        .writeHead(403)
        .end('<ErrorResponse><Error><Code>AccessDenied</Code><Message>may not</Message></Error></ErrorResponse>')
    })
    expect((await run()).others.stack?.cure).toMatch(/Give the caller this right/)
  })

  test('of a misspelt stage, of which nothing says the region', async () => {
    delete process.env.AWS_REGION
    process.env.AWS_CONFIG_FILE = '/dev/null'
    const { code, others } = await smoke('--stage', 'exmaple')
    expect([code, others.stack]).toMatchObject([
      1,
      {
        says: 'no region is known',
        cure: 'There is no stages/exmaple.yml here: did you mean example? Give --region, or set AWS_REGION.',
      },
    ])
  })

  test('whose version is another than the one that answers', async () => {
    await deployed({ Version: '7.7.7+0123456789ab' })
    const { code, others } = await run()
    expect([code, others['signed health']]).toMatchObject([
      1,
      {
        says: expect.stringMatching(/; the stack says 7\.7\.7\+0123456789ab$/),
        cure: expect.stringMatching(/gradual/),
      },
    ])
  })
})

describe('the door', () => {
  test('of an API that answers whoever calls', async () => {
    await deployed({ HttpApiUrl: local.url })
    expect((await run()).others['unsigned call']).toMatchObject({
      status: 'failed',
      says: expect.stringMatching(/is answered \(200\): whoever finds the address may call/),
    })
  })

  test.each([
    ['a key that is not the caller’s', { AWS_SECRET_ACCESS_KEY: 'x' }, /execute-api:Invoke/],
    ['another region', { AWS_REGION: 'eu-west-1' }, /the region is the API’s own/],
    [
      'no credentials',
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' },
      /Sign in to AWS/,
    ],
  ])('refuses %s', async (_, env, cure) => {
    await deployed()
    Object.assign(process.env, env, { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' })
    const { code, others } = await smoke('--stage', 'prod', '--url', door.url)
    expect([code, others['signed health']?.cure]).toEqual([1, expect.stringMatching(cure)])
    expect(others['all else']?.status).toBe('skipped')
  })
})

describe('--events', () => {
  /** EventBridge's rules, which no stand-in here has: what was asked, and which refuses. */
  async function rules(refuses = '') {
    const asked: { readonly action: string; readonly body: Record<string, unknown> }[] = []
    const url = await serve(async (request, response) => {
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString())
      const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
      asked.push({ action, body })
      const isRefused = action === refuses
      response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      const RuleArn = `arn:aws:events:${REGION}:000000000000:rule/chat-gateway-prod/${body.Name}`
      response.end(
        JSON.stringify(
          isRefused ? { __type: 'AccessDeniedException', message: 'may not' } : { RuleArn, FailedEntries: [] },
        ),
      )
    })
    process.env.AWS_ENDPOINT_URL_EVENTBRIDGE = url
    process.env.AWS_ENDPOINT_URL_SQS = local.queues!.url
    return asked
  }
  const queuesNow = async () => {
    const { ListQueuesCommand } = await import('@aws-sdk/client-sqs')
    const client = new SQSClient({
      endpoint: local.queues!.url,
      region: REGION,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
    const { QueueUrls = [] } = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'chat-gateway-prod-smoke-' }))
    return { client, urls: QueueUrls }
  }
  /** What EventBridge does with a rule: hands the result on to the rule's queue. */
  async function deliverResult() {
    const seen = local.bus!.events().at(-1)?.seq ?? 0
    const event = await vi.waitFor(
      () => {
        const found = local
          .bus!.events(seen)
          .find((one) => /delete\.(completed|failed)$/.test(one.event['detail-type']))
        expect(found).toBeDefined()
        return found!.event
      },
      { timeout: 30_000 },
    )
    const { client, urls } = await queuesNow()
    for (const QueueUrl of urls)
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }))
  }

  test('sees the result by a rule and a queue of its own, and takes both away', async () => {
    await deployed({ EventBusName: 'the-bus' })
    const asked = await rules()
    const [{ code, steps, others }] = await Promise.all([run('--account', 'alice', '--events'), deliverResult()])
    expect([code, others]).toEqual([0, {}])
    expect(steps.find(({ name }) => name === 'result event')?.says).toMatch(/^chat\.friend-lists\.delete\.completed/)
    expect(asked.map(({ action }) => action)).toEqual(['PutRule', 'PutTargets', 'RemoveTargets', 'DeleteRule'])
    expect(asked.every(({ body }) => body.EventBusName === 'the-bus')).toBe(true)
    expect(JSON.parse(String(asked[0]?.body.EventPattern))).toMatchObject({ source: ['chat-gateway'] })
    expect((await queuesNow()).urls).toEqual([])
  })

  test('that may not be made: what was made is taken away, and the rest goes on', async () => {
    await deployed()
    const asked = await rules('PutTargets')
    const { code, others } = await run('--account', 'alice', '--events')
    expect([code, others['temporary rule']?.cure]).toEqual([1, expect.stringMatching(/Give the caller this right/)])
    expect([others['queued write'], others['result event']?.says]).toEqual([undefined, 'the rule could not be made'])
    expect(asked.map(({ action }) => action)).toEqual(['PutRule', 'PutTargets', 'DeleteRule'])
    expect((await queuesNow()).urls).toEqual([])
  })

  test('what can’t be removed is named', async () => {
    await deployed()
    await rules('DeleteRule')
    const [{ code, others }] = await Promise.all([run('--account', 'alice', '--events'), deliverResult()])
    expect([code, others['cleaning up']?.says]).toEqual([
      1,
      expect.stringMatching(/^this could not be removed: rule chat-gateway-prod-smoke-\w{8} of bus/),
    ])
  })
})
