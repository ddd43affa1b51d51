import { afterEach, describe, expect, test } from 'vitest'
import { numbered, updateOf } from '../../support/gateway/answer.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { type Gateway, type Given, startGateway } from '../../support/gateway/start.ts'

/** OWASP API4:2023, unrestricted resource consumption: nonsense that is cheap to send must not be dear to take. */

let gateway: Gateway
const start = async (given: Given = {}) => {
  gateway = await startGateway(given)
  return gateway
}
afterEach(() => {
  gateway.close()
  restoreClock()
})

const apps = (count: number, first = 0) => Array.from({ length: count }, (_, index) => `app${first + index}`)
const to = (app: string | undefined, id = app) => ({
  id,
  operation: 'friends.update',
  body: { ...(app !== undefined && { app }), ...updateOf(`user of ${id}`, ['f']) },
})
const lines = () =>
  gateway.output
    .text()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
const told = (message: string) => lines().filter((line) => line.message === message)
const statuses = ({ json }: Awaited<ReturnType<Gateway['batch']>>) => json.responses!.map(({ status }) => status)
const countOf = <T>(all: readonly T[], one: T) => all.filter((other) => other === one).length

describe('the refused entries of a batch', () => {
  test.each(['INFO', 'ERROR'])(
    'are one line at LOG_LEVEL %s, shorter than they are, and counted one by one',
    async (LOG_LEVEL) => {
      const { batch, output } = await start({ env: { LOG_LEVEL } })
      const entries = numbered(100).map((id) => ({ id }))
      expect(new Set(statuses(await batch(entries)))).toEqual(new Set([400]))
      const [line, ...more] = lines()
      expect(more).toEqual([])
      expect(line).toMatchObject({
        message: 'refused',
        code: 'INVALID_REQUEST',
        status: 400,
        path: '/v1/batch',
        counts: { INVALID_REQUEST: 100 },
        operation: '(unknown)',
        app: '(unknown)',
        Requests: 100,
        CallerFaults: 100,
      })
      expect(line).not.toHaveProperty('QueueAge')
      expect(output.text().length).toBeLessThan(JSON.stringify({ requests: entries }).length)
    },
  )

  test('of several kinds are told by their codes; what is forbidden leads, and warns', async () => {
    const grant = { callers: ['*'], apps: ['default'], operations: ['friends.update'] }
    const { batch } = await start({ env: { ACCESS_POLICY: JSON.stringify([grant]) } })
    const wrong = numbered(3).map((id) => ({ id: `wrong ${id}`, operation: 'friends.update', body: { userId: 1 } }))
    const none = { id: 'none', operation: 'friends.explode', body: {} }
    const forbidden = { ...to(undefined, 'forbidden'), operation: 'friends.get' }
    const answer = await batch([...wrong, to(undefined, 'good'), none, forbidden])
    expect(statuses(answer)).toEqual([400, 400, 400, 200, 404, 403])
    expect(told('request')).toMatchObject([{ status: 200, Requests: 1, ItemsOk: 1 }])
    expect(told('refused')).toMatchObject([
      {
        level: 'WARN',
        code: 'FORBIDDEN',
        status: 403,
        counts: { INVALID_REQUEST: 3, NOT_FOUND: 1, FORBIDDEN: 1 },
        operation: '(unknown)',
        Requests: 5,
        CallerFaults: 5,
        AccessRefused: 1,
      },
    ])
    expect(told('refused')[0].detail).toContain('may not call friends.get')
  })

  test('of one operation are counted by it, with the first one’s fault', async () => {
    const { batch } = await start()
    await batch(numbered(3).map((id) => ({ ...to(undefined, id), body: { ...updateOf(id, ['f']), x: 1 } })))
    expect(told('refused')).toMatchObject([{ operation: 'friends.update', pointer: '/x', Requests: 3 }])
  })
})

describe('apps that are made up', () => {
  test('cost twenty reads of Secrets Manager and one line, and are in no metric; the rest is 429, unread', async () => {
    const { batch, secrets, chat } = await start()
    const answer = await batch(apps(100).map((app) => to(app)))
    const all = statuses(answer)
    expect([countOf(all, 404), countOf(all, 429), secrets.count()]).toEqual([20, 80, 20])
    const late = answer.json.responses!.filter(({ status }) => status === 429)
    for (const { headers, body } of late) {
      expect(body).toMatchObject({ code: 'RATE_LIMITED', retryable: true, counts: { failed: 1 } })
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
      expect(headers).not.toHaveProperty('ratelimit')
    }
    expect(chat.calls).toHaveLength(0)
    const [line, ...more] = lines()
    expect(more).toEqual([])
    expect(line).toMatchObject({
      operation: 'friends.update',
      app: '(unknown)',
      counts: { UNKNOWN_APP: 20, RATE_LIMITED: 80 },
    })
    expect(line).toMatchObject({ Requests: 100, ItemsFailed: 100, CallerFaults: 20, Waits: 80 })
  })

  test('keep nobody from an app that is known, nor from the default one; and a new one waits for its turn', async () => {
    const { batch, update, secrets, secret } = await start({ secrets: (own) => ({ 'chat-gateway/known': own }) })
    expect((await update(to('known').body)).status).toBe(200)
    await batch(apps(100).map((app) => to(app)))
    secrets.current.set('chat-gateway/new', secret)
    expect(statuses(await batch([to('known'), to(undefined, 'default'), to('new')]))).toEqual([200, 200, 429])
    advance(2000)
    expect((await update(to('new').body)).status).toBe(200)
  })

  test('are told alone as a request each, under no name of their own', async () => {
    const { update } = await start()
    for (const app of apps(21)) await update(to(app).body)
    expect(told('request').map(({ code }) => code)).toEqual([...Array(20).fill('UNKNOWN_APP'), 'RATE_LIMITED'])
    expect(new Set(lines().map(({ app }) => app))).toEqual(new Set(['(unknown)']))
  })
})

test('a batch over a hundred apps that are there works on a cold instance', async () => {
  const named = (secret: object) => Object.fromEntries(apps(100).map((app) => [`chat-gateway/${app}`, secret]))
  const { batch, secrets, chat } = await start({ secrets: named })
  expect(statuses(await batch(apps(100).map((app) => to(app))))).toEqual(Array(100).fill(200))
  // On a busy machine the SDK may ask for one a second time.
  expect([secrets.names().size, chat.calls.length]).toEqual([100, 100])
})
