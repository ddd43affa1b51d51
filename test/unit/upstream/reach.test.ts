import { expect, test } from 'vitest'
import { noEffort } from '../../../lib/telemetry/effort.ts'
import { Hosts } from '../../../lib/upstream/hosts.ts'
import { type Call, sendToRegion } from '../../../lib/upstream/reach.ts'
import { originsOf, type Region, regions } from '../../../lib/upstream/regions.ts'
import type { Exchange, Sent } from '../../../lib/upstream/send.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { recordedLog } from '../../support/recorded-log.ts'

const reply: Sent = { kind: 'reply', status: 200, text: '{}' }
const unsent: Sent = { kind: 'unsent', reason: 'ECONNREFUSED' }

/** Hosts that end each call as the script says, after so many milliseconds. */
function setUp(script: (hostname: string) => Sent, tookMs = 0) {
  const { now, advance } = manualClock()
  const exchanges: Exchange[] = []
  const effort = noEffort()
  /** How many calls had gone out when another place in the quota was waited for. */
  const places: number[] = []
  const send = async (exchange: Exchange) => {
    exchanges.push(exchange)
    advance(tookMs)
    return script(exchange.origin.hostname)
  }
  const hosts = new Hosts({ now, probe: async () => false, log: recordedLog() })
  const parts = { hosts, send, clock: { now, sleep: async () => undefined }, attemptTimeoutMs: 5000 }
  const call = (region: Region, leftMs = 10_000, isRepeatable = true): Call => ({
    path: '/v4',
    body: '{}',
    origins: originsOf(region),
    deadline: now() + leftMs,
    isRepeatable,
    effort,
    placeAgain: async () => void places.push(exchanges.length),
  })
  return { exchanges, effort, places, parts, call, hostnames: () => exchanges.map(({ origin }) => origin.hostname) }
}

const hostsOf = (region: Region) => originsOf(region).map(({ hostname }) => hostname)

test.each((Object.keys(regions) as Region[]).filter((region) => region !== 'riyadh'))(
  'a call of %s tries its two hosts, once each, and no other',
  async (region) => {
    const { parts, call, hostnames, effort } = setUp(() => unsent)
    expect(await sendToRegion(parts, call(region))).toEqual({ sent: unsent, host: hostsOf(region)[1] })
    expect(effort).toEqual({ ...noEffort(), backupCalls: 1, failovers: 1 })
    expect(hostsOf(region)).toHaveLength(2)
    expect(hostnames()).toEqual(hostsOf(region))
  },
)

test('a call of riyadh tries its one host and no other: what passes for its backup is on no page of Tencent’s', async () => {
  const { parts, call, hostnames, effort } = setUp(() => unsent)
  const host = 'adminapiksa.im.qcloud.com'
  expect(await sendToRegion(parts, call('riyadh'))).toEqual({ sent: unsent, host })
  expect(effort).toEqual(noEffort())
  expect(new Set(hostnames())).toEqual(new Set([host]))
})

test('no two regions have a host in common', () => {
  const all = (Object.keys(regions) as Region[]).flatMap(hostsOf)
  expect(new Set(all).size).toBe(all.length)
})

test.each([
  [10, []],
  [2000, [1]],
])('a call that took %i ms to find out waits for its place again: %j', async (tookMs, asked) => {
  const { parts, call, places } = setUp(() => unsent, tookMs)
  await sendToRegion(parts, call('seoul'))
  expect(places).toEqual(asked)
})

test.each<Sent>([
  { kind: 'reply', status: 502, text: '' },
  { kind: 'lost', reason: 'cut' },
  { kind: 'lost', reason: 'timeout' },
  { kind: 'lost', reason: 'oversize' },
])('a call that may have arrived goes nowhere else: %j', async (sent) => {
  const { parts, call, hostnames, effort } = setUp(() => sent)
  expect(await sendToRegion(parts, call('seoul'))).toEqual({ sent, host: regions.seoul.host })
  expect(effort).toEqual(noEffort())
  expect(hostnames()).toHaveLength(1)
})

test('only the first of many calls that leave a host counts as a failover, and each as one on the backup', async () => {
  const { parts, call, effort } = setUp((hostname) => (hostname === regions.seoul.host ? unsent : reply))
  await Promise.all([1, 2, 3].map(() => sendToRegion(parts, call('seoul'))))
  await sendToRegion(parts, call('seoul'))
  expect(effort).toEqual({ ...noEffort(), backupCalls: 4, failovers: 1 })
})

test('the backup has the time that is left, and is left alone where that is too little', async () => {
  const { parts, call, exchanges } = setUp(() => unsent, 2000)
  await sendToRegion(parts, call('seoul', 3000))
  expect(exchanges.map(({ timeoutMs }) => timeoutMs)).toEqual([3000, 1000])
  const late = setUp(() => unsent, 2000)
  await sendToRegion(late.parts, late.call('seoul', 2050))
  expect(late.exchanges).toHaveLength(1)
})
