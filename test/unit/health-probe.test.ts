import { afterEach, expect, test, vi } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { realEdges } from '../../lib/edges.ts'
import { createGateway } from '../../lib/gateway.ts'
import { HealthProbe } from '../../lib/triggers/http/health-probe.ts'

afterEach(() => void vi.useRealTimers())

const never = () => new Promise<never>(() => undefined)
const config = readConfig({
  STATE_TABLE: 'state',
  JOBS_TABLE: 'jobs',
  JOBS_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/000000000000/jobs.fifo',
  EVENT_BUS: 'bus',
})

test('what hangs for ever ends after 6 s, each part by itself, and Chat is not tried', async () => {
  vi.useFakeTimers()
  const edges = { ...realEdges, connectTable: never, connectQueue: never, connectBus: never, readSecrets: () => never }
  const looking = new HealthProbe(createGateway(config, edges)).look('default', 'somebody', 'r')
  const ended = vi.fn()
  void looking.then(ended)
  await vi.advanceTimersByTimeAsync(5900)
  expect(ended).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(200)
  expect(ended).toHaveBeenCalled()
  expect((await looking).map(({ name, status, error }) => [name, status, error?.code])).toEqual([
    ['secret', 'failed', 'SECRET_UNAVAILABLE'],
    ['chat', 'not-tried', undefined],
    ...['stateTable', 'jobsTable', 'queue', 'bus'].map((name) => [name, 'failed', 'STATE_UNAVAILABLE']),
  ])
})

test('what nobody foresaw is told as our own failure, and only the log learns of it', async () => {
  const lines: string[] = []
  const writeLog = (line: string) => void lines.push(line)
  const gateway = createGateway(readConfig({}), { ...realEdges, writeLog })
  const broken = { ...gateway, secrets: { examine: () => Promise.reject(new TypeError('the words of a bug')) } }
  const [secret] = await new HealthProbe(broken).look('default', 'somebody', 'r')
  expect(secret).toMatchObject({ status: 'failed', error: { code: 'INTERNAL' } })
  expect([JSON.stringify(secret), lines.join()]).toEqual([
    expect.not.stringContaining('words of a bug'),
    expect.stringContaining('words of a bug'),
  ])
})
