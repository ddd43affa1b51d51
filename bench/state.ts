import { randomUUID } from 'node:crypto'
import { type AwsCost, countAwsCalls, request } from './aws-calls.ts'
import { seedOf } from './emulated.ts'
import { quantile } from './load.ts'
import { columns } from './report.ts'
import { onStateStage, type StateStage } from './state-stage.ts'

export interface StateFigures {
  readonly costs: readonly AwsCost[]
  readonly latencies: readonly Latency[]
}

interface Latency {
  readonly what: string
  readonly p50Ms: number
  readonly p99Ms: number
}

const ACCOUNTS = 60
const FRIENDS = 40

/** What state costs: calls of AWS a request, and the time that governor and idempotency add to it. */
export async function measureState(quick: boolean): Promise<StateFigures> {
  const stage = await onStateStage(seedOf(ACCOUNTS, FRIENDS, { callsPerSecond: 100_000, writeMs: 0 }))
  try {
    return { costs: await countAwsCalls(stage), latencies: await measureLatencies(stage, quick ? 50 : 1000) }
  } finally {
    await stage.close()
  }
}

/** One at a time, as Lambda calls an instance, each way in turn, so that a noisy moment hits all alike. */
async function measureLatencies(stage: StateStage, rounds: number): Promise<Latency[]> {
  const direct = true
  const env = { UPSTREAM_CALLS_PER_SECOND: '100000' }
  const withTable = await stage.load('http', { direct, env })
  const without = await stage.load('http', { direct, env: { ...env, STATE_TABLE: '' } })
  const ways = [
    ['no table', () => without(request(1))],
    ['quota governor', () => withTable(request(2))],
    ['governor and Idempotency-Key', () => withTable(request(3, { 'idempotency-key': randomUUID() }))],
  ] as const
  const taken = ways.map((): number[] => [])
  for (let round = -20; round < rounds; round++) {
    for (const [index, [, ask]] of ways.entries()) {
      const startedAt = performance.now()
      const { statusCode } = (await ask()) as { statusCode: number }
      if (statusCode !== 200) throw new Error(`answered ${statusCode}`)
      if (round >= 0) taken[index]!.push(performance.now() - startedAt)
    }
  }
  return ways.map(([what], index) => ({
    what,
    p50Ms: quantile(taken[index]!, 0.5),
    p99Ms: quantile(taken[index]!, 0.99),
  }))
}

export function printState({ costs, latencies }: StateFigures): string {
  const told = (calls: AwsCost['calls']) =>
    Object.entries(calls)
      .map(([action, times]) => `${Number(times.toFixed(2))} ${action}`)
      .join(', ') || 'none'
  const [plain] = latencies
  return [
    'Calls of AWS a request, on an instance that has been called before:',
    columns([['request', 'calls'], ...costs.map(({ what, calls }) => [what, told(calls)])]),
    'Time of a friends.update, one at a time, over the emulator and the DynamoDB stand-in on loopback:',
    columns([
      ['with', 'p50 ms', 'p99 ms', 'added p50'],
      ...latencies.map(({ what, p50Ms, p99Ms }) => [
        what,
        p50Ms.toFixed(2),
        p99Ms.toFixed(2),
        (p50Ms - plain!.p50Ms).toFixed(2),
      ]),
    ]),
  ].join('\n\n')
}
