import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { metrics } from '../../lib/telemetry/metric-table.ts'
import { billOf, savingsOf } from '../../scripts/cost/bill.ts'
import { measured } from '../../scripts/cost/facts.ts'
import { type Load, readFlags } from '../../scripts/cost/flags.ts'
import { costOf, type PriceName, prices, tellerOf } from '../../scripts/cost/prices.ts'
import { quantitiesOf, quotaOf } from '../../scripts/cost/quantities.ts'
import { textReport } from '../../scripts/cost/report.ts'

const loadOf = (...args: string[]): Load => readFlags(['--updates', '1e6', ...args])!
const MONTH = 30e6

describe('quantities', () => {
  test('a million updates a day, answered at once: a request, an invocation and a write each', () => {
    const quantities = quantitiesOf(loadOf())
    expect(quantities).toMatchObject({
      'http-requests': MONTH,
      'lambda-requests': MONTH,
      'table-writes': MONTH,
      'table-reads': 0,
      events: 0,
    })
    // 5 ms for the one call of AWS, 50 ms for Chat and 2 ms of its own, at half a GB.
    expect(quantities['lambda-duration']).toBeCloseTo(MONTH * 0.057 * 0.5, 0)
  })

  test('by events: one in and one out, and a job each', () => {
    const quantities = quantitiesOf(loadOf('--mode', 'async'))
    const { queued, worked } = measured
    expect(quantities).toMatchObject({
      'http-requests': 0,
      'lambda-requests': 2 * MONTH,
      events: 2 * MONTH,
      'table-writes': MONTH * (queued.one.writes + worked.one.writes),
      'table-reads': MONTH * worked.one.reads,
    })
    expect(quantities['table-storage']).toBeCloseTo((1e6 * 7 * measured.jobBytes.one) / 1e9, 6)
  })

  test('queued over HTTP is a request, and no event but its result', () => {
    expect(quantitiesOf(loadOf('--share-queued', '0.5'))).toMatchObject({ 'http-requests': MONTH, events: MONTH / 2 })
  })

  test('forty jobs that go out together cost what was counted of forty, one alone what was counted of one', () => {
    const writes = (merge: string) => quantitiesOf(loadOf('--mode', 'async', '--merge', merge))['table-writes'] / MONTH
    expect(writes('1')).toBeCloseTo(measured.queued.one.writes + measured.worked.one.writes, 6)
    expect(writes('40')).toBeCloseTo(measured.queued.one.writes + measured.workedOfForty.writes, 6)
    expect(quantitiesOf(loadOf('--mode', 'async', '--merge', '40'))['lambda-requests']).toBeCloseTo(MONTH * 1.1, 0)
  })

  test('a hundred friends in a request are a hundredth of the requests, each as heavy as was counted of a hundred', () => {
    const quantities = quantitiesOf(loadOf('--mode', 'async', '--items-per-request', '100'))
    const { queued, worked } = measured
    expect(quantities['table-writes']).toBeCloseTo((MONTH / 100) * (queued.hundred.writes + worked.hundred.writes), 3)
  })

  test('custom metrics are those of the table that a write writes, for the service, and by operation and app', () => {
    const by = (name: keyof typeof metrics) => metrics[name].by
    expect([by('Requests'), by('Latency'), by('ItemsOk'), by('UpstreamCalls')]).toEqual([
      'operation',
      'operation',
      'app',
      'app',
    ])
    const count = (...args: string[]) => quantitiesOf(loadOf('--apps', '20', '--operations', '3', ...args)).metrics
    expect(count()).toBe(4 + 2 * 60 + 2 * 20)
    expect(count('--metrics', 'service')).toBe(4)
    // What is queued counts under (unknown): two by operation; the worker's four by app.
    expect(count('--mode', 'async')).toBe(6 + 2 * 3 + 4 * 20)
    expect(count('--share-queued', '0.5')).toBe(6 + 2 * 63 + 4 * 20)
  })

  test('DEBUG writes more, and WARN no less than INFO, since a line holds metrics', () => {
    const gb = (level: string) => quantitiesOf(loadOf('--log-level', level))['log-ingestion']
    expect(gb('DEBUG') - gb('INFO')).toBeCloseTo((MONTH * measured.now.one.debugBytes) / 1e9, 6)
    expect(gb('WARN')).toBe(gb('INFO'))
  })

  test('provisioned instances cost all month, NAT gateways too', () => {
    expect(quantitiesOf(loadOf('--provisioned', '2'))['lambda-provisioned']).toBe(2 * 0.5 * 30 * 86_400)
    expect(quantitiesOf(loadOf('--nat'))['nat-hours']).toBe(2 * 30 * 24)
    expect(quantitiesOf(loadOf())['nat-data']).toBe(0)
  })
})

describe('what Chat allows', () => {
  test('17.28 million calls a day are what one app may; one more does not fit', () => {
    const apps = (updates: string, ...more: string[]) => quotaOf(readFlags(['--updates', updates, ...more])!).apps
    expect(apps('17280000')).toBe(1)
    expect(apps('17280001')).toBe(2)
    expect(apps('1e9')).toBe(58)
    expect(apps('1e9', '--mode', 'async', '--merge', '40')).toBe(2)
    expect(apps('1e9', '--items-per-request', '100')).toBe(1)
  })

  test('the report says so', () => {
    expect(textReport(readFlags(['--updates', '1e9', '--apps', '20'])!)).toMatch(/THIS DOES NOT FIT\. It takes 58 apps/)
    expect(textReport(loadOf())).not.toContain('DOES NOT FIT')
  })
})

describe('prices', () => {
  test('go down by steps', () => {
    expect(costOf('http-requests', 400e6)).toBeCloseTo(300 + 90, 6)
    expect(costOf('metrics', 52_039)).toBeCloseTo(3000 + 4203.9, 6)
  })

  test('each has its unit, its page at AWS, and either where it was read or that nobody could look it up', () => {
    const faults = Object.entries(prices).filter(
      ([, { what, unit, per, steps, page, readAt, unsure }]) =>
        !(what && unit && per > 0 && steps.every(({ usd }) => usd > 0)) ||
        new URL(page).hostname !== 'aws.amazon.com' ||
        (readAt === undefined) !== (unsure === true),
    )
    expect(faults).toEqual([])
    expect(tellerOf('lambda-provisioned')).toBe('nobody')
  })
})

describe('a bill', () => {
  test('sums its lines, and what of them is unsure', () => {
    const bill = billOf(loadOf('--mode', 'async', '--provisioned', '10'))
    const sum = (names?: readonly PriceName[]) =>
      bill.lines.filter(({ name }) => names?.includes(name) ?? true).reduce((total, { usd }) => total + usd, 0)
    expect(bill.usd).toBeCloseTo(sum(), 9)
    expect(bill.unsureUsd).toBeCloseTo(sum(['lambda-provisioned', 'table-storage', 'table-recovery']), 9)
    expect(bill.unsureUsd).toBeGreaterThan(0)
    expect(textReport(loadOf('--mode', 'async'))).toMatch(/DynamoDB, storage \(unsure\)/)
  })

  test('says what would lower it, most first, and each by what it would be then', () => {
    const load = loadOf('--apps', '20', '--operations', '41', '--log-level', 'DEBUG')
    const [most] = savingsOf(load)
    expect(most!.how).toContain('metrics: service')
    expect(most!.usd).toBeCloseTo(billOf(load).usd - billOf({ ...load, metrics: 'service' }).usd, 9)
    expect(savingsOf({ ...load, metrics: 'service' }).map(({ how }) => how)).toEqual([
      expect.stringContaining('ten friends'),
      expect.stringContaining('logLevel'),
      expect.stringContaining('secretTtlSeconds'),
    ])
  })
})

describe('the command', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/cost.ts', ...args]).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      ({ code, stderr }) => ({ code, said: stderr }),
    )

  test('prints a total, or JSON', async () => {
    expect((await run('--updates', '1e6')).said).toMatch(/\nTotal of a month of 30 days +[\d.,]+\n/)
    const { usd, lines, quota } = JSON.parse((await run('--updates', '1e9', '--json')).said)
    expect([usd > 0, lines.length > 5, quota]).toEqual([
      true,
      true,
      { perSecond: expect.any(Number), apps: 58, fits: false },
    ])
  })

  test.each([
    [[], '--updates 1e6'],
    [['--updates', 'many'], '--updates takes a number from 1'],
    [['--updates', '1', '--mode', 'fast'], '--mode takes sync, async, webhooks'],
    [['--updates', '1', '--apps', '1.5'], '--apps takes a whole number'],
    [['--updates', '1', '--merge', '41'], '--merge takes a number from 1 to 40'],
    [['--updates', '1', '--aps', '2'], 'There is no option --aps: did you mean --apps?'],
    [['--updates', '1e6', '--mode', 'asnyc'], 'did you mean async?'],
  ])('refuses %j', (args, said) => {
    expect(() => readFlags(args)).toThrow(said)
  })

  test('ends with 2 where it is called wrongly', async () => {
    expect(await run('--updates', '')).toEqual({ code: 2, said: expect.stringContaining('npm run cost -- --help') })
  })
})
