import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import { verifyUserSig } from '../../../local/chat/user-sig.ts'
import { addOperators } from '../../../scripts/cli/operators.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { environmentOf } from './environment.ts'
import { cli, type Ran, serve } from './fixture.ts'

let local: Local
beforeAll(async () => {
  local = await startLocal({ seed: strictSeed, instances: 1 })
})
afterAll(() => local.close())
environmentOf(() => ({
  AWS_ENDPOINT_URL_SECRETS_MANAGER: local.secrets.url,
  AWS_ENDPOINT_URL_DYNAMODB: local.tables!.url,
  AWS_ENDPOINT_URL_SQS: local.queues!.url,
  AWS_ENDPOINT_URL_EVENTBRIDGE: local.bus!.url,
}))

const operate = (...args: string[]): Promise<Ran> =>
  cli(args, { extension: { add: addOperators }, env: { CHAT_GATEWAY_URL: local.url } })

const { sdkAppId, admins, secretKey: key } = strictSeed.apps.default!
const identifier = admins![0]!

describe('sign', () => {
  test('prints a UserSig alone, which Chat takes for as long as was asked', async () => {
    const { code, output, complaints } = await operate('sign', '--local', '--ttl', '60')
    expect([code, complaints]).toEqual([0, `sdkappid=${sdkAppId} identifier=${identifier}, valid for 60 s`])
    const verified = (now: number) => verifyUserSig(output, { identifier, sdkAppId, key, now })
    expect([verified(Date.now()), verified(Date.now() + 50_000), verified(Date.now() + 61_000)]).toEqual([0, 0, 70001])
    const usual = await operate('sign', '--local', '--json')
    const told = JSON.parse(usual.output)
    const seconds = (Date.parse(told.expiresAt) - Date.now()) / 1000
    expect([seconds > 290, seconds <= 300, told.identifier]).toEqual([true, true, identifier])
    expect(`${output}${complaints}${usual.output}${usual.complaints}`).not.toContain(key)
  })

  test.each([
    [['--ttl', '0'], 2, '--ttl must be a whole number of seconds from 1 to 86400, not "0".'],
    [['--ttl', '1h'], 2, '--ttl must be a whole number of seconds from 1 to 86400, not "1h".'],
    [['--app', 'a/b'], 2, '--app must be the name of an app, such as default, not "a/b".'],
    [['--app', 'nope'], 2, /^There is no secret chat-gateway-dev\/nope\. Create it/],
    [['--region', 'eu-west-1'], 2, '--region is for AWS, --local for this machine: leave one of them out.'],
  ])('%j', async (args, exit, said) => {
    const { code, output, complaints } = await operate('sign', '--local', ...args)
    expect([code, output]).toEqual([exit, ''])
    expect(complaints).toMatch(typeof said === 'string' ? new RegExp(`^${RegExp.escape(said)}$`) : said)
  })

  test('no deployment named, no npm start, a secret that can’t be used', async () => {
    expect((await operate('sign')).complaints).toMatch(
      /^Say which gateway: --stage NAME .*--local .*CHAT_SECRET_PREFIX\.$/,
    )
    local.secrets.put('chat-gateway-dev/broken', { sdkAppId, adminUserId: identifier, secretKey: key, region: 'mars' })
    const broken = await operate('sign', '--local', '--app', 'broken')
    expect([broken.code, broken.complaints]).toEqual([
      1,
      expect.stringMatching(/can’t be used: region is missing or none of the known/),
    ])
    expect(broken.complaints).not.toContain(key)
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = await closedPort()
    const away = await operate('sign', '--local')
    expect([away.code, away.complaints]).toEqual([
      5,
      expect.stringMatching(/ECONNREFUSED.* Start everything first: npm start$/),
    ])
  })
})

interface Finding {
  readonly what: string
  readonly state: string
  readonly says: string
  readonly cure?: string
}

describe('doctor', () => {
  const examined = async (...args: string[]) => {
    const { code, output } = await operate('doctor', '--json', ...args)
    expect(output).not.toContain(key)
    const findings: Finding[] = JSON.parse(output)
    const others = findings.filter(({ state }) => state !== 'well')
    return { code, findings, others: Object.fromEntries(others.map((finding) => [finding.what, finding])) }
  }

  test('a sound gateway: everything is looked at, nothing is changed, and it ends with 0', async () => {
    const { code, findings, others } = await examined('--local')
    expect([code, others]).toEqual([0, {}])
    expect(findings.map(({ what }) => what)).toEqual([
      ...['secret', 'members', 'host', 'clock', 'signed read', 'quota table', 'jobs table'],
      ...['queue', 'dead letters', 'dead letters', 'bus', 'gateway'],
    ])
    const { output } = await operate('doctor', '--local')
    expect(output).toMatch(/^ok {6}secret {8}chat-gateway-dev\/default can be read\n/)
    expect(output).toMatch(
      /\nok {6}gateway {7}http:\/\/\S+ answers, version 0\.1\.0, commit ([\da-f]{12}(-dirty)?|unknown)\n/,
    )
    expect(output).toMatch(/\nNo fault\.$/)
  })

  test('each fault has its cure: another app’s key, a wrong clock, a secret written oddly', async () => {
    const name = 'chat-gateway-dev/odd'
    const endpoint = local.chat.url
    local.secrets.put(name, {
      sdkAppId: String(sdkAppId),
      adminUserId: identifier,
      secretKey: 'x'.repeat(64),
      region: 'Singapore',
      endpoint,
    })
    const clock = (aheadMs: number) =>
      fetch(`${local.chat.url}/_emulator/clock`, { method: 'POST', body: JSON.stringify({ aheadMs }) })
    await clock(3_600_000)
    const { code, others } = await examined('--local', '--app', 'odd')
    await clock(0)
    expect(code).toBe(1)
    expect(others.members).toMatchObject({
      state: 'note',
      cure: expect.stringMatching(/^It works, but sdkAppId is a text; store it as a number/),
    })
    expect(others.clock).toMatchObject({
      state: 'fault',
      says: expect.stringMatching(/^this machine’s is 3\d\d\d s behind Chat’s$/),
    })
    expect(others['signed read']).toMatchObject({
      state: 'fault',
      says: expect.stringMatching(/^CREDENTIALS_REJECTED \(Chat’s 70009: /),
    })
  })

  test('a missing secret, a host that is away, what is not there: the rest is looked at all the same', async () => {
    const away = await closedPort()
    local.secrets.put('chat-gateway-dev/away', {
      sdkAppId,
      adminUserId: identifier,
      secretKey: key,
      region: 'singapore',
      endpoint: away,
    })
    const gone = await examined('--local', '--app', 'away')
    expect(gone.others.host).toMatchObject({ state: 'fault', says: `${away} (singapore) takes no connection` })
    expect(gone.others['signed read']).toMatchObject({
      state: 'fault',
      says: expect.stringMatching(/^UPSTREAM_UNREACHABLE/),
    })
    const { code, others } = await examined('--local', '--stage', 'prod', '--app', 'none')
    expect([code, others.secret?.state, others.bus?.state, others.queue?.state, others['quota table']?.state]).toEqual([
      ...[1, 'fault', 'fault', 'fault', 'fault'],
    ])
    expect(others['quota table']?.cure).toBe('Deploy the stage, or check --stage and --region.')
  })

  test('what may not be seen is said with the permission that it takes, and ends with 1', async () => {
    const denied = await serve((request, response) => {
      request.resume()
      const type = 'application/x-amz-json-1.1'
      response
        .writeHead(400, { 'content-type': type })
        .end('{"__type":"AccessDeniedException","message":"not authorized"}')
    })
    for (const service of ['SECRETS_MANAGER', 'DYNAMODB', 'SQS', 'EVENTBRIDGE'])
      process.env[`AWS_ENDPOINT_URL_${service}`] = denied
    const { code, findings } = await examined('--local')
    expect(code).toBe(1)
    const unseen = findings.filter(({ state }) => state === 'unseen')
    expect(unseen.map(({ what, cure }) => [what, cure])).toEqual([
      ['secret', 'It takes secretsmanager:GetSecretValue on it, and kms:Decrypt where it has a key of its own.'],
      ['quota table', 'It takes dynamodb:DescribeTable.'],
      ['jobs table', 'It takes dynamodb:DescribeTable.'],
      ['queue', 'It takes sqs:GetQueueUrl and sqs:GetQueueAttributes.'],
      ['dead letters', 'It takes sqs:GetQueueUrl and sqs:GetQueueAttributes.'],
      ['dead letters', 'It takes sqs:GetQueueUrl and sqs:GetQueueAttributes.'],
      ['bus', 'It takes events:DescribeEventBus.'],
    ])
  })

  test('without a stage only what the environment names is looked at', async () => {
    Object.assign(process.env, {
      CHAT_SECRET_PREFIX: 'chat-gateway-dev',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    })
    const { code, others } = await examined()
    expect([code, Object.values(others).map(({ what, state }) => [what, state])]).toEqual([
      0,
      ['quota table', 'jobs table', 'queue', 'bus'].map((what) => [what, 'left']),
    ])
  })

  test('credentials that AWS does not take end with 4', async () => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = await serve((request, response) => {
      request.resume()
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(
        '{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"The security token is invalid."}',
      )
    })
    const { code, others } = await examined('--local')
    expect([code, others['quota table']?.cure]).toEqual([4, 'Sign in to AWS, or name credentials: --profile NAME.'])
  })
})
