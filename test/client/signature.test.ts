import { describe, expect, onTestFinished, test } from 'vitest'
import { type Credentials, CredentialsError, type Settings } from '../../client/src/index.ts'
import { signatureFault } from '../../scripts/try-calls/signature.ts'
import { clientOf, type Given, inTurn, ofTheApi, ok, problem, quickClock, type Seen, serve } from './served.ts'

const REGION = 'eu-west-1'
const alice = { accessKeyId: 'AKIDALICE', secretAccessKey: 'a-made-up-key' }
const bob = {
  accessKeyId: 'AKIDBOB',
  secretAccessKey: 'another-made-up-key',
  sessionToken: 'for an hour / + =',
}
const noon = Date.parse('2026-01-31T12:00:00Z')

const page = (cursor?: string) => ok({ outcome: 'ok', friends: [], ...(cursor && { cursor }) })

const keys = {
  [alice.accessKeyId]: { secret: alice.secretAccessKey },
  [bob.accessKeyId]: { secret: bob.secretAccessKey, token: bob.sessionToken },
}

/** An API that lets nobody in without a good signature, and says what time it is. */
const guarded =
  (now: number, answer: (seen: Seen) => Given) =>
  (seen: Seen): Given => {
    const { method, path: target, headers, text: body } = seen
    const fault = signatureFault(
      { method, target, headers, body },
      { keys, region: REGION, service: 'execute-api', now },
    )
    return fault === undefined ? answer(seen) : ofTheApi(403, fault, { date: new Date(now).toUTCString() })
  }

async function start(settings: Partial<Settings>, { answer = inTurn(page()), ahead = 0 } = {}) {
  const served = await serve(guarded(noon + ahead, answer))
  onTestFinished(served.close)
  return { ...served, client: clientOf(served, { region: REGION, ...settings }) }
}

const friends = { userId: 'ålice / ☃', friends: [{ userId: 'bob', remark: 'Böb' }] } as const
const failureOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('it was taken'),
    (error) => error,
  )

describe('a signature that the API computes anew', () => {
  test.each([
    ['with lasting credentials', alice],
    ['with a session token', bob],
    ['with credentials from a function', async () => bob],
  ])('is right %s: of writes with a key, of reads, of questions in the path', async (_, credentials) => {
    const { client, seen } = await start(
      { credentials },
      {
        answer: ({ path }) =>
          path.startsWith('/v1/jobs') ? ok({ state: 'completed', answer: {} }) : ok({ outcome: 'ok' }),
      },
    )
    expect(await client.friends.update(friends, { traceparent: '00-1', idempotency: 'a  key' })).toMatchObject({
      outcome: 'ok',
    })
    const signed = /SignedHeaders=([^,]+)/.exec(seen[0]?.headers.authorization ?? '')?.[1]?.split(';')
    expect(signed).toEqual(expect.arrayContaining(['content-type', 'host', 'idempotency-key']))
    // Proxies may write these anew.
    expect(signed?.filter((name) => ['traceparent', 'user-agent'].includes(name))).toEqual([])
    await client.friends.list({ userId: 'alice' })
    await client.waitForJob('job_1')
    await client.health()
    expect(seen.map(({ path }) => path)).toEqual([
      '/v1/friends/update',
      '/v1/friends/list',
      '/v1/jobs/job_1?wait=20',
      '/v1/health',
    ])
  })

  test('is made anew for each attempt', async () => {
    const answer = inTurn(problem(503, 'UPSTREAM_UNREACHABLE', { retryable: true }, { 'retry-after': '5' }), page())
    const { client, seen } = await start({ credentials: alice }, { answer })
    await client.friends.list({ userId: 'alice' })
    const [first, second] = seen.map(({ headers }) => headers['x-amz-date'])
    expect([first, second]).toEqual(['20260131T120000Z', '20260131T120005Z'])
  })

  test('stands behind a base path', async () => {
    const { url, seen } = await start({})
    const client = clientOf({ url: `${url}/cha%20t/` } as never, { region: REGION, credentials: alice })
    await client.friends.list({ userId: 'alice' })
    expect(seen.map(({ path }) => path)).toEqual(['/cha%20t/v1/friends/list'])
  })
})

describe('a clock that is wrong', () => {
  test.each([-3, 3])('by %i hours is put right by the API’s Date, once and for all', async (hours) => {
    const { client, seen } = await start({ credentials: alice }, { ahead: hours * 3_600_000 })
    await client.friends.list({ userId: 'alice' })
    await client.friends.list({ userId: 'alice' })
    expect(seen).toHaveLength(3)
  })

  test('is not the reason where the Date is near: the refusal stands', async () => {
    const { client, seen } = await start({ credentials: { ...alice, secretAccessKey: 'wrong' } }, { ahead: 60_000 })
    const error = await failureOf(client.friends.list({ userId: 'alice' }))
    expect(error).toMatchObject({
      name: 'CredentialsError',
      kind: 'refused',
      message: expect.stringContaining('the signature is wrong'),
    })
    expect(seen).toHaveLength(1)
  })
})

describe('credentials', () => {
  test('that have expired are asked for once more', async () => {
    const held = [{ ...bob, sessionToken: 'old' }, bob]
    const provider = async (): Promise<Credentials> => held.shift() ?? bob
    const served = await serve((seen) =>
      seen.headers['x-amz-security-token'] === 'old'
        ? {
            status: 403,
            headers: { 'content-type': 'application/json' },
            body: { message: 'The security token included in the request is expired' },
          }
        : page(),
    )
    onTestFinished(served.close)
    await clientOf(served, { region: REGION, credentials: provider }).friends.list({ userId: 'alice' })
    expect(served.seen).toHaveLength(2)
    const lasting = clientOf(served, { region: REGION, credentials: { ...bob, sessionToken: 'old' } })
    expect(await failureOf(lasting.friends.list({ userId: 'alice' }))).toMatchObject({
      kind: 'expired',
      message: expect.stringContaining('sign in again'),
    })
  })

  test('that were changed while the process runs are found, whatever the API says', async () => {
    const held = [{ ...alice, accessKeyId: 'AKIDOLD' }]
    const { client, seen } = await start({ credentials: async () => held.pop() ?? alice })
    await client.friends.list({ userId: 'alice' })
    expect(seen.map(({ headers }) => headers.authorization?.includes('AKIDALICE'))).toEqual([false, true])
  })

  test('that say how long they are good for are kept until shortly before, and asked for by all requests at once', async () => {
    let asked = 0
    const clock = quickClock(noon)
    const provider = async () => ({ ...alice, expiration: new Date(noon + 3_600_000 + 0 * ++asked) })
    const { client } = await start({ credentials: provider, clock })
    await Promise.all(Array.from({ length: 5 }, () => client.friends.list({ userId: 'alice' })))
    expect(asked).toBe(1)
    await clock.sleep(3_600_000 - 5 * 60_000)
    await failureOf(client.friends.list({ userId: 'alice' }))
    expect(asked).toBe(2)
  })

  test('that there are none of are told with the cure, and nothing is sent', async () => {
    const { client, seen } = await start({ credentials: () => Promise.reject(new Error('no profile')) })
    const error = await failureOf(client.friends.list({ userId: 'alice' }))
    expect(error).toBeInstanceOf(CredentialsError)
    expect(error).toMatchObject({
      kind: 'none',
      message: expect.stringMatching(/\(no profile\)\. Set AWS_PROFILE or /),
    })
    expect(seen).toEqual([])
  })

  test('of the standard chain are those of the environment', async () => {
    const environment = {
      AWS_ACCESS_KEY_ID: alice.accessKeyId,
      AWS_SECRET_ACCESS_KEY: alice.secretAccessKey,
      AWS_REGION: REGION,
    }
    const before = Object.keys(environment).map((name) => [name, process.env[name]] as const)
    Object.assign(process.env, environment)
    onTestFinished(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    })
    const { client, seen } = await start({ credentials: 'chain', region: undefined })
    await client.friends.list({ userId: 'alice' })
    expect(seen).toHaveLength(1)
  })

  test('are not looked for on this machine, and an API that wants some says so', async () => {
    const { client, seen } = await start({})
    const error = await failureOf(client.friends.list({ userId: 'alice' }))
    expect(error).toMatchObject({ kind: 'none', message: expect.stringContaining('It takes signed requests') })
    expect(seen[0]?.headers.authorization).toBeUndefined()
  })

  test('stand in no error, whatever is wrong', async () => {
    const { client } = await start({ credentials: { ...bob, secretAccessKey: 'wrong-but-secret' } })
    const error = await failureOf(client.friends.list({ userId: 'alice' }))
    expect(JSON.stringify([error, error.message, error.stack])).not.toMatch(/wrong-but-secret|for an hour/)
  })
})

test('our own refusal of a caller is no question of credentials', async () => {
  const { client } = await start({ credentials: alice }, { answer: () => problem(403, 'FORBIDDEN') })
  expect(await failureOf(client.friends.list({ userId: 'alice' }))).toMatchObject({
    name: 'GatewayError',
    code: 'FORBIDDEN',
  })
})

test('without a region that could be known, the option is named', async () => {
  const regions = [process.env.AWS_REGION, process.env.AWS_DEFAULT_REGION]
  delete process.env.AWS_REGION
  delete process.env.AWS_DEFAULT_REGION
  const { client } = await start({ credentials: alice, region: undefined })
  for (const [index, name] of ['AWS_REGION', 'AWS_DEFAULT_REGION'].entries())
    if (regions[index] !== undefined) process.env[name] = regions[index]
  expect(await failureOf(client.health())).toMatchObject({
    name: 'SettingsError',
    message: expect.stringMatching(/^region: /),
  })
})

test('the region is the one that an API’s own address names', async () => {
  let authorization = ''
  const fetch: typeof globalThis.fetch = async (_, init) => {
    authorization = new Headers(init?.headers).get('authorization') ?? ''
    return Response.json({ status: 'ok' }, { headers: { 'x-request-id': 'r' } })
  }
  await clientOf({ url: 'https://abc123.execute-api.ap-southeast-1.amazonaws.com' } as never, {
    fetch,
    credentials: alice,
  }).health()
  expect(authorization).toContain('/20260131/ap-southeast-1/execute-api/aws4_request')
})
