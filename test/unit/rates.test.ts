import { afterEach, expect, test, vi } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { realEdges } from '../../lib/edges.ts'
import { createGateway } from '../../lib/gateway.ts'
import { type AnyOperation, defineOperation } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'
import { known } from '../../lib/operations/known.ts'
import { loadFamily } from '../../lib/operations/load.ts'
import type { HttpCall } from '../../lib/triggers/http/call.ts'
import { runOperation } from '../../lib/triggers/http/operation.ts'
import { SeenLanes } from '../../lib/triggers/queue/seen-lanes.ts'
import { Waits } from '../../lib/triggers/queue/waits.ts'
import { parseSecret } from '../../lib/upstream/credentials/app-secret.ts'
import type { Exchange } from '../../lib/upstream/send.ts'
import { manualClock } from '../support/manual-clock.ts'

const INTERVAL_MS = 1053
const secret = parseSecret(JSON.stringify({ sdkAppId: 1, adminUserId: 'a', secretKey: 'the-key', region: 'china' }))
const [slow, other] = [operations.get('friends.update')!, operations.get('blocklist.add')!]
let giveRowBack: (() => void) | undefined
afterEach(() => {
  vi.restoreAllMocks()
  giveRowBack?.()
})

/** Has the loaded row of friends.update, and what a start knows of it, say so. */
async function saySo(said: Partial<AnyOperation>): Promise<void> {
  const { compiled } = (await loadFamily('friends')) as { compiled: Record<string, object> }
  const own = compiled[slow.name]!
  compiled[slow.name] = { ...own, row: { ...slow, ...said } }
  giveRowBack = () => {
    compiled[slow.name] = own
  }
  const get = known.get.bind(known)
  const { rate } = said
  vi.spyOn(known, 'get').mockImplementation((name) =>
    name === slow.name ? { ...get(name)!, ...(rate !== undefined && { rate }) } : get(name),
  )
}

/** An instance without a table, on which friends.update says so of its calls, and what goes out of it when. */
async function gatewayWith(said: Partial<AnyOperation>) {
  const manual = manualClock()
  const clock = { ...manual, sleep: async (ms: number) => manual.advance(ms) }
  await saySo(said)
  const sent: { path: string; at: number }[] = []
  const send = async ({ path }: Exchange) => {
    sent.push({ path: path.slice(1, path.indexOf('?')), at: clock.now() })
    const text = JSON.stringify({
      ActionStatus: 'OK',
      ErrorCode: 0,
      ErrorInfo: '',
      ResultItem: [{ To_Account: 'ben', ResultCode: 0, ResultInfo: '' }],
    })
    return { kind: 'reply' as const, status: 200, text }
  }
  const edges = { ...realEdges, clock, send, readSecrets: () => async () => secret, writeLog: () => undefined }
  const gateway = createGateway(readConfig({}), edges)
  const ask = async ({ name }: AnyOperation, userId: string, ms = 20_000) => {
    const friends = name === other.name ? { userIds: ['ben'] } : { friends: [{ userId: 'ben', remark: 'b' }] }
    const call = {
      requestId: 'r',
      caller: 'c',
      traceparent: '',
      body: { userId, ...friends },
      deadline: clock.now() + ms,
    }
    return (await runOperation(name, call as unknown as HttpCall, gateway)).answer
  }
  const gaps = (path: string) => {
    const times = sent.filter((call) => call.path === path).map(({ at }) => at)
    return times.slice(1).map((at, index) => at - times[index]!)
  }
  return { gateway, clock, ask, gaps, sent }
}

test('calls of an operation whose row says a rate go out at that rate, and others as they come', async () => {
  const { ask, gaps } = await gatewayWith({ rate: 1 })
  for (const userId of ['ann', 'bob', 'cid']) {
    expect((await ask(slow, userId)).status).toBe(200)
    for (let calls = 0; calls < 3; calls++) expect((await ask(other, userId)).status).toBe(200)
  }
  expect(gaps(slow.path)).toEqual([INTERVAL_MS, INTERVAL_MS])
  expect(gaps(other.path).filter((ms) => ms === 0)).toHaveLength(6)
})

test('who has no time for its place is told the row’s rate', async () => {
  const { ask, sent } = await gatewayWith({ rate: 1 })
  await ask(slow, 'ann')
  const refused = await ask(slow, 'bob', 800)
  expect([refused.status, refused.headers['ratelimit-policy']]).toEqual([429, '"calls";q=1;w=1'])
  expect(sent).toHaveLength(1)
})

test('the worker knows that there is no place, and how long that takes, by the same rate', async () => {
  const { ask, gateway, clock } = await gatewayWith({ rate: 1 })
  await ask(slow, 'ann')
  const full = ({ path }: AnyOperation, rate?: number) =>
    gateway.isFull({ app: 'default', path, rate }, { ms: 250, isHurried: true })
  expect([full(slow, 1), full(other)]).toEqual([true, false])
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const waits = new Waits(gateway, clock, new SeenLanes(clock))
  const bell = ({ name }: AnyOperation) => ({
    behind: 100,
    since: clock.now(),
    receiveCount: 1,
    app: 'default',
    operation: name,
  })
  expect([slow, other].map((row) => waits.secondsBefore(bell(row)))).toEqual([50, 1])
  expect([slow, other].map((row) => waits.of(bell(row)).isHurried)).toEqual([true, false])
})

test('a part of the app that takes fewer calls holds up no other part', async () => {
  const { ask, sent, clock } = await gatewayWith({ narrow: ({ userId }) => [userId, 5] })
  const startedAt = clock.now()
  for (const userId of ['ann', 'bob', 'ann', 'bob', 'ann']) await ask(slow, userId)
  expect(sent.map(({ at }) => at - startedAt)).toEqual([0, 0, 211, 211, 422])
})

test.each([0, 0.5, Number.NaN])('a row whose rate is %d is refused when it is loaded', (rate) => {
  expect(() => defineOperation({ ...slow, rate })).toThrow('whole number')
})

test('rows of one path say one rate, since Chat counts them together', () => {
  const rates = Map.groupBy(operations.values(), ({ path }) => path)
  for (const rows of rates.values()) expect(new Set(rows.map(({ rate }) => rate)).size).toBe(1)
})
