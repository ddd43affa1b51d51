import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AwsProxy, startAwsProxy } from '../../../local/aws/proxy.ts'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { serve } from './fixture.ts'
import { smoke, smokeLines } from './smoke-fixture.ts'

/** Against what `npm start` brings up, with each of its parts broken by itself. */
let local: Local
const proxies: Record<string, AwsProxy> = {}
beforeAll(async () => {
  const through = async (engine: string, url: string) => {
    proxies[engine] = await startAwsProxy(url)
    return proxies[engine].url
  }
  local = await startLocal({ seed: strictSeed, instances: 2, through })
})
afterAll(async () => {
  await local.close()
  await Promise.all(Object.values(proxies).map((proxy) => proxy.close()))
})

const { sdkAppId, secretKey: KEY } = strictSeed.apps.default!
/** An app of its own for each fault: what was found of one is told for ten seconds. */
function appOf(name: string, changed: object = {}): string {
  local.secrets.put(`chat-gateway-dev/${name}`, {
    ...{ sdkAppId, adminUserId: 'administrator', secretKey: KEY, region: 'singapore', endpoint: local.chat.url },
    ...changed,
  })
  return name
}
const run = (...args: readonly string[]) => smoke('--url', local.url, '--bus-url', local.bus!.url, ...args)
const lettersOf = async () => {
  const { url } = local.queues!.queues.JobsDeadLetters!
  const asked = { 'x-amz-target': 'AmazonSQS.GetQueueAttributes', 'content-type': 'application/x-amz-json-1.0' }
  const authorization =
    'AWS4-HMAC-SHA256 Credential=local/20261201/local-1/sqs/aws4_request, SignedHeaders=host, Signature=0'
  const body = JSON.stringify({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] })
  const reply = await fetch(local.queues!.url, { method: 'POST', headers: { ...asked, authorization }, body })
  const { Attributes } = (await reply.json()) as { Attributes: Record<string, string> }
  return Number(Attributes.ApproximateNumberOfMessages)
}

describe('a sound gateway', () => {
  test('is tried from its door to Chat and back to the bus, a line a step, and nothing is changed', async () => {
    const before = JSON.stringify(await (await fetch(`${local.chat.url}/_emulator/state`)).json())
    const { code, output } = await smokeLines(['--url', local.url, '--bus-url', local.bus!.url, '--account', 'alice'])
    expect(output.split('\n').map((line) => line.slice(0, 24).trimEnd())).toEqual([
      ...['skipped unsigned call', 'ok      signed health', 'ok      health of defaul'],
      ...['secret', 'chat', 'stateTable', 'jobsTable', 'queue', 'bus'].map((part) => `ok        ${part}`),
      ...['ok      read', 'ok      queued write', 'ok      result event', 'All that was tried is we'],
    ])
    expect(output).toMatch(
      /\nok {6}result event {9}chat\.friend-lists\.delete\.completed came out on the bus \(\d+ ms\)\n/,
    )
    expect([code, output]).toEqual([0, expect.not.stringContaining(KEY.slice(0, 8))])
    expect(JSON.stringify(await (await fetch(`${local.chat.url}/_emulator/state`)).json())).toBe(before)
    expect(await lettersOf()).toBe(0)
  })

  test('without --account says what was not tried, and is no failure', async () => {
    const { code, others } = await run('--app', appOf('plain'))
    expect([code, Object.entries(others).map(([name, { status, says }]) => [name, status, says])]).toEqual([
      0,
      [
        ['unsigned call', 'skipped', 'npm start asks for no signature'],
        ...['read', 'queued write', 'result event'].map((name) => [name, 'skipped', 'it needs an --account']),
      ],
    ])
  })

  test('an account that Chat does not know fails the read: nothing is queued, and no letter rings an alarm', async () => {
    const seen = local.bus!.events().length
    const { code, others } = await run('--app', appOf('unknown'), '--account', 'nobody-at-all')
    expect(code).toBe(1)
    expect(others.read).toMatchObject({ status: 'failed', says: 'Chat knows no account nobody-at-all in app unknown' })
    expect([others['queued write']?.status, others['result event']?.status]).toEqual(['skipped', 'skipped'])
    expect([local.bus!.events().length, await lettersOf()]).toEqual([seen, 0])
  })

  test('another version than the expected one is a failure; version, commit and both together are expected ones', async () => {
    const { version, commit } = (await (await fetch(`${local.url}/v1/health`)).json()) as Record<string, string>
    const app = appOf('versions')
    for (const expected of [version, commit, `${version}+${commit}`])
      expect((await run('--app', app, '--expect', expected!)).code).toBe(0)
    const { code, others } = await run('--app', app, '--expect', '9.9.9')
    expect([code, others['signed health']?.says]).toEqual([
      1,
      `answers, version ${version}, commit ${commit}, not 9.9.9`,
    ])
  })
})

describe('each fault is named by its part, with what mends it', () => {
  const faulty = async (app: string) => {
    const { code, others, steps } = await run('--app', app)
    expect([code, JSON.stringify(steps)]).toEqual([1, expect.not.stringContaining(KEY.slice(0, 8))])
    return others
  }

  test('a wrong key', async () => {
    const { chat } = await faulty(appOf('wrong-key', { secretKey: 'e'.repeat(64) }))
    expect(chat?.says).toMatch(/^CREDENTIALS_REJECTED: .*\(Chat’s 70009: /)
  })

  test('another region', async () => {
    const asked = { command: 'account_check', times: 1, fault: { errorCode: 60_026 } }
    const control = await fetch(`${local.chat.url}/_emulator/faults`, {
      method: 'POST',
      body: JSON.stringify(asked),
    })
    expect(control.status).toBe(200)
    const { chat } = await faulty(appOf('elsewhere'))
    expect(chat?.says).toMatch(/^REGION_MISMATCH: .*The secret says singapore\./)
  })

  test('no secret, and one that can’t be used', async () => {
    expect((await faulty('never-made')).secret?.says).toMatch(
      /^UNKNOWN_APP: .*npm run secret -- --stage … --app never-made$/,
    )
    const { secret, chat } = await faulty(appOf('mars', { region: 'mars' }))
    expect(secret?.says).toMatch(/^SECRET_UNAVAILABLE: .*region is missing or none of the known ones/)
    expect(chat?.status).toBe('skipped')
  })

  test('a Chat that is out of reach, as without a way out of a VPC', async () => {
    const { chat } = await faulty(appOf('away', { endpoint: await closedPort() }))
    expect(chat?.says).toMatch(/^UPSTREAM_UNREACHABLE: .*a NAT gateway/)
  })

  test.each([
    ['tables', 'GetItem', 'jobsTable', 'ResourceNotFoundException', '-jobs'],
    ['queues', 'GetQueueAttributes', 'queue', 'QueueDoesNotExist', ''],
    ['bus', 'DescribeEventBus', 'bus', 'ResourceNotFoundException', ''],
  ])('%s gone', async (engine, action, part, __type, holding) => {
    proxies[engine]!.breakNext(action, { answer: { __type }, status: 400 }, 9, holding)
    const others = await faulty(appOf(`gone-${part}`)).finally(() => proxies[engine]!.mend())
    expect(others[part]?.says).toMatch(/is not there .*Deploy the stage again/)
    expect(
      Object.values(others)
        .filter(({ status }) => status === 'failed')
        .map(({ name }) => name.trim()),
    ).toEqual([`health of gone-${part}`, part])
  })

  test('nobody at the address, and a page of somebody else’s', async () => {
    const away = await smoke('--url', await closedPort())
    expect([away.code, away.others['signed health']?.says]).toEqual([
      1,
      expect.stringContaining('could not be reached'),
    ])
    expect(away.others['all else']?.status).toBe('skipped')
    const page = await serve((_, response) => response.end('<html>'))
    expect((await smoke('--url', page)).others['signed health']?.status).toBe('failed')
  })

  test('a policy without the grant', async () => {
    const ACCESS_POLICY = JSON.stringify([{ callers: ['anonymous'], apps: ['*'], operations: ['friends.*'] }])
    const narrow = await startLocal({ seed: strictSeed, instances: 1, events: false, env: { ACCESS_POLICY } })
    const { code, others } = await smoke('--url', narrow.url).finally(() => narrow.close())
    expect([code, others['health of default']]).toMatchObject([
      1,
      {
        says: expect.stringMatching(/^FORBIDDEN: .*health\.check/),
        cure: expect.stringContaining('policy of the stage’s file'),
      },
    ])
  })
})

describe('a mistake on the command line', () => {
  test.each<readonly [args: string, said: RegExp]>([
    ['', /^Say what to try: --stage NAME, or --url URL/],
    ['--url nowhere', /--url must be an address/],
    ['--stage a/b', /--stage must be the name of a stage/],
    ['--url http://127.0.0.1:1 --app a/b', /--app must be the name of an app/],
    ['--url http://127.0.0.1:1 --acount alice', /did you mean --account\?/],
    ['--stage prod --events', /name an --account/],
    ['--url http://127.0.0.1:1 --account a --events', /--events needs --stage/],
    ['--stage example --region eu-west-1', /--region eu-west-1 is not the region of stages\/example\.yml/],
  ])('%s', async (args, said) => {
    const { code, output, complaints } = await smokeLines(args.split(' ').filter(Boolean))
    expect([code, output, complaints]).toEqual([2, '', expect.stringMatching(said)])
  })

  test('--help says all options, and package.json has the command', async () => {
    const { code, output } = await smokeLines(['--help'])
    expect([code, output]).toEqual([0, expect.stringMatching(/--account USERID[\s\S]*Exit codes: 0 all well/)])
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(scripts.smoke).toContain('scripts/smoke.ts')
  })
})
