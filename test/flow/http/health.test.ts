import { describe, expect, test, vi } from 'vitest'
import { answerFault } from '../../support/documented.ts'
import type { Answer } from '../../support/gateway/answer.ts'
import { allOk, refused, silence } from '../../support/gateway/chat-replies.ts'
import { checkOf, healthAtAStandstill, known } from '../../support/gateway/health.ts'
import { closedPort, DEFAULT_SECRET } from '../../support/gateway/start.ts'
import { KEY } from '../../support/gateway/user-sig.ts'
import { linesIn } from '../../support/log-lines.ts'

const health = healthAtAStandstill()
const { start, advance, askOf } = health
/** What is wrong with an answer by the published document. */
const undocumented = ({ status, headers, json }: Answer) =>
  answerFault({ method: 'GET', path: '/v1/health', status, type: headers['content-type'] ?? '', headers, body: json })

describe('the health of an app', () => {
  test('is 200 with what was looked at, where Chat takes the signature of a harmless read', async () => {
    await start()
    const answer = await askOf()
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        status: 'ok',
        requestId: expect.any(String),
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        commit: expect.any(String),
        operations: expect.arrayContaining(['friends.update']),
        app: 'default',
        checkedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        checks: [
          { name: 'secret', status: 'ok', ms: expect.any(Number) },
          { name: 'chat', status: 'ok', ms: expect.any(Number) },
          ...['stateTable', 'jobsTable', 'queue', 'bus'].map((name) => ({ name, status: 'not-configured' })),
        ],
      },
    ])
    expect(undocumented(answer)).toBeUndefined()
    expect(health.gateway.chat.calls.map(({ path }) => path)).toEqual(['/v4/im_open_login_svc/account_check'])
  })

  test('leaves a line that says what was found, and who asked', async () => {
    const { output, chat } = await start()
    await askOf()
    const lineOf = () => linesIn(output).find(({ message }) => message === 'health checked')
    expect(lineOf()).toMatchObject({
      level: 'INFO',
      app: 'default',
      status: 200,
      caller: expect.stringMatching(/flow$/),
    })
    expect(lineOf()).not.toHaveProperty('Unhealthy')
    output.clear()
    chat.play(() => refused(60_026))
    advance(10_000)
    await askOf()
    expect(lineOf()).toMatchObject({
      level: 'WARN',
      checks: { secret: 'ok', chat: 'REGION_MISMATCH', bus: 'not-configured' },
      // By which the alarm of server errors leaves it out.
      Unhealthy: 1,
    })
  })
})

describe('what fails is 503, with each check and its cure', () => {
  test.each([
    [60_026, 'REGION_MISMATCH', /Set `region` .*The secret says singapore\.$/],
    [70_003, 'CREDENTIALS_REJECTED', /secretKey/],
    [60_010, 'ADMIN_REQUIRED', /adminUserId/],
    [60_021, 'IP_NOT_ALLOWED', /Elastic IP/],
  ])('Chat says %i: %s', async (number, code, message) => {
    await start(() => refused(number), { env: { UPSTREAM_ATTEMPTS: '1' } })
    const answer = await askOf()
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(undocumented(answer)).toBeUndefined()
    expect([answer.status, answer.json.code, answer.json.retryable]).toEqual([503, 'UNHEALTHY', false])
    expect(answer.json.detail).toContain('"default" stands on this fails: chat.')
    expect(checkOf(answer, 'chat')).toMatchObject({
      status: 'failed',
      error: { code, message: expect.stringMatching(message) },
    })
    expect(checkOf(answer, 'secret')?.status).toBe('ok')
  })

  test('a host that nobody is at: the network is named, and the region', async () => {
    const away = await closedPort()
    await start(known, { secrets: (secret) => ({ [DEFAULT_SECRET]: { ...secret, endpoint: away } }) })
    const error = checkOf(await askOf(), 'chat')?.error
    expect([error?.code, error?.message]).toEqual([
      'UPSTREAM_UNREACHABLE',
      expect.stringMatching(/region singapore.*a NAT gateway/),
    ])
  })

  test('neither a Chat that never answers hangs it, nor a Secrets Manager; without a secret Chat is not tried', async () => {
    const { secrets, chat } = await start(() => silence(), {
      env: { UPSTREAM_TIMEOUT_MS: '28000' },
      secrets: (secret) => ({ 'chat-gateway/silent': secret }),
    })
    vi.useRealTimers()
    const begunAt = performance.now()
    const silent = askOf('silent')
    await vi.waitFor(() => expect(chat.calls).toHaveLength(1))
    secrets.before = () => new Promise(() => undefined)
    const [atChat, atSecrets] = await Promise.all([silent, askOf()])
    expect(performance.now() - begunAt).toBeLessThan(20_000)
    expect([atChat.status, checkOf(atChat, 'chat')?.error?.code]).toEqual([503, 'UPSTREAM_TIMEOUT'])
    expect(checkOf(atSecrets, 'secret')).toMatchObject({ status: 'failed', error: { code: 'SECRET_UNAVAILABLE' } })
    expect([checkOf(atSecrets, 'chat'), chat.calls.length]).toEqual([{ name: 'chat', status: 'not-tried' }, 1])
  })

  const broken = (value: object | string | undefined) =>
    start(known, { secrets: () => ({ 'chat-gateway/odd': value }) }).then(() => askOf('odd'))

  test('no secret: what creates it, and one that was just created is found at once', async () => {
    const answer = await broken(undefined)
    expect(checkOf(answer, 'secret')?.error).toMatchObject({
      code: 'UNKNOWN_APP',
      message: expect.stringContaining('npm run secret -- --stage … --app odd'),
    })
    expect(health.gateway.chat.calls).toEqual([])
    health.gateway.secrets.current.set('chat-gateway/odd', health.gateway.secret)
    advance(10_000)
    expect((await askOf('odd')).status).toBe(200)
  })

  test('a secret that can’t be used: which member, and nothing of what it holds', async () => {
    const answer = await broken({ sdkAppId: 1, adminUserId: 'a', secretKey: KEY, region: KEY })
    expect(checkOf(answer, 'secret')?.error?.message).toContain('region is missing or none of the known ones')
    expect(answer.text + JSON.stringify(linesIn(health.gateway.output))).not.toContain(KEY.slice(0, 8))
  })

  test('a secret that may not be read: AWS’s name for it, and not its words', async () => {
    const { secrets } = await start()
    secrets.fault = { type: 'AccessDeniedException', status: 400, message: 'arn:aws:sts::1:assumed-role/own may not' }
    const answer = await askOf()
    expect(checkOf(answer, 'secret')?.error?.message).toMatch(
      /^Secrets Manager may not be used by the function’s role \(AccessDeniedException\)\. /,
    )
    expect(answer.text).not.toContain('arn:aws:sts')
  })
})

describe('it is granted by its name', () => {
  const policy = (operations: readonly string[], apps = ['*']) =>
    JSON.stringify([{ callers: ['arn:aws:iam::000000000000:user/flow'], apps, operations }].filter(Boolean))

  test.each([
    ['no policy', ''],
    ['a wildcard over families', policy(['*'])],
    ['another app', policy(['health.check'], ['other'])],
    ['the read that it does', policy(['accounts.check'])],
  ])('%s does not', async (_, ACCESS_POLICY) => {
    const { chat, secrets } = await start(known, { env: { ACCESS_POLICY } })
    const answer = await askOf()
    expect([answer.status, answer.json.code]).toEqual([403, 'FORBIDDEN'])
    expect(answer.json.detail).toContain('health.check')
    expect([chat.calls.length, secrets.count()]).toEqual([0, 0])
    expect((await health.gateway.request({ method: 'GET', path: '/v1/health' })).status).toBe(200)
  })

  test.each([['health.check'], ['health.*']])('%s does, without a grant of the read', async (operation) => {
    await start(known, { env: { ACCESS_POLICY: policy([operation]) } })
    expect((await askOf()).status).toBe(200)
  })
})

describe('its query', () => {
  test.each([
    ['app=', /"app" must be the name of an app/],
    ['app=a%2Fb', /"app" must be the name of an app/],
    ['app=a&app=b', /given once/],
    ['deep=1', /The only query parameter here is "app"; there is no "deep"\./],
  ])('%s is refused', async (query, detail) => {
    await start(allOk)
    const answer = await health.gateway.request({ method: 'GET', path: '/v1/health', query })
    expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_REQUEST'])
    expect(answer.json.detail).toMatch(detail)
  })
})
