import { describe, expect, test } from 'vitest'
import { createRandom } from '../campaigns/random.ts'
import { fitLine, growthOf } from '../campaigns/soak/fit.ts'
import type { Sample } from '../campaigns/soak/gateway.ts'
import { eventOf } from '../campaigns/soak/mix.ts'
import { type Rules, reportOf } from '../campaigns/soak/report.ts'
import { ScanThread } from '../campaigns/soak/scan-thread.ts'
import { vendorUserSig } from '../support/vendor-user-sig.ts'

const points = (...values: number[]) => values.map((value, index) => ({ requests: (index + 1) * 100, value }))

describe('the straight line through points', () => {
  test('is the points where they lie on one', () => {
    expect(fitLine(points(10, 20, 30))).toEqual({ first: 10, last: 30 })
    expect(growthOf(points(10, 20, 30))).toBeCloseTo(2)
  })

  test('is level where they go up and down about a mean', () => {
    expect(growthOf(points(10, 12, 12, 10))).toBeCloseTo(0)
  })

  test('needs two', () => {
    expect(() => fitLine(points(1))).toThrow('two points')
  })
})

const MIB = 2 ** 20
const RULES: Rules = { warmUp: 0.1, mostGrowth: 0.05, mostHandles: 5 }
const sample = (index: number, more: Partial<Sample> = {}): Sample => ({
  requests: index * 100,
  heapBytes: 20 * MIB,
  rssBytes: 0,
  resources: { PipeWrap: 1, Timeout: index },
  descriptors: 30,
  statuses: { 200: index * 100 },
  leaks: [],
  searched: 1000,
  userSigs: 1,
  ...more,
})
const samples = (more: (index: number) => Partial<Sample>) =>
  Array.from({ length: 20 }, (_, index) => sample(index + 1, more(index)))
const faultsOf = (more: (index: number) => Partial<Sample>) => reportOf(samples(more), 10, RULES).faults

describe('a soak', () => {
  test('whose heap and handles are flat has nothing to tell', () => {
    expect(
      reportOf(
        samples(() => ({})),
        10,
        RULES,
      ),
    ).toMatchObject({ perSecond: 200, heapGrowth: 0, faults: [] })
  })

  test('that grew in the warm-up alone has nothing to tell', () => {
    expect(faultsOf((index) => ({ heapBytes: index < 2 ? MIB : 20 * MIB }))).toEqual([])
  })

  test('whose heap grows by 100 kB in every hundred requests is told of', () => {
    expect(faultsOf((index) => ({ heapBytes: 20 * MIB + index * 100_000 }))).toEqual([
      expect.stringMatching(/^the heap grew by/),
    ])
  })

  test('that leaves a socket open now and then is told of', () => {
    expect(faultsOf((index) => ({ descriptors: 30 + index }))).toEqual([expect.stringMatching(/more handles are open/)])
    expect(faultsOf((index) => ({ resources: { TCPSocketWrap: index } }))).toEqual([
      expect.stringMatching(/handles are open/),
    ])
  })

  test('with an answer of 500 is told of', () => {
    expect(faultsOf((index) => ({ statuses: { 200: index * 100 - 1, 500: 1 } }))).toEqual(['1 answers were 500'])
  })

  test('that leaked is told of', () => {
    expect(faultsOf(() => ({ leaks: ['a UserSig, in the log'] }))).toEqual(['a UserSig, in the log'])
  })

  test('whose search was in vain is told of', () => {
    const vain = [expect.stringMatching(/^nothing was searched/)]
    expect(faultsOf(() => ({ searched: 0 }))).toEqual(vain)
    expect(faultsOf(() => ({ userSigs: 0 }))).toEqual(vain)
  })

  test('that was refused nearly everything is told of', () => {
    const refused = (index: number) => ({ statuses: { 200: index * 10, 503: index * 90 } })
    expect(faultsOf(refused)).toEqual([expect.stringMatching(/^only 9\.5 % of the answers were 200$/)])
  })
})

test('the mix of requests is the same for the same seed, and of all kinds', () => {
  const mix = (count: number) => {
    const random = createRandom(1)
    return Array.from({ length: count }, (_, number) => eventOf(random, number)).map(
      ({ rawPath, body }) => `${rawPath} ${body}`,
    )
  }
  const asked = mix(20_000)
  expect(mix(200)).toEqual(asked.slice(0, 200))
  const named = [
    'friends/check',
    'v1/batch',
    '/v1/health',
    'nowhere',
    '"app":"silent"',
    '"app":"gone"',
    '"app":"app-',
    'stranger-',
  ]
  expect(named.filter((word) => !asked.some((one) => one.includes(word)))).toEqual([])
})

test('the scan in its thread finds keys, and UserSigs that it is told of, in all that came before it is asked', async () => {
  const key = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
  const userSig = vendorUserSig(1_400_000_000, key, 'administrator', 60)
  const thread = new ScanThread({ 'the key': key })
  expect(await thread.found()).toEqual({ leaks: [], searched: 0, userSigs: 0 })
  thread.addUserSig('a UserSig', userSig)
  const texts = [`key ${key}`, Buffer.from(userSig).toString('hex'), 'nothing']
  for (const text of texts) thread.search('the log', text)
  expect(await thread.found()).toEqual({
    leaks: ['the key, as it is, in the log', 'a UserSig, in hexadecimal, in the log'],
    searched: texts.join('').length,
    userSigs: 1,
  })
  await thread.close()
})
