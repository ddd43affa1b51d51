import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SQSRecord } from 'aws-lambda'
import { systemClock } from '../../../lib/clock.ts'
import { placeOf } from '../../../lib/jobs/account-queues.ts'
import type { Job } from '../../../lib/jobs/job.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { type Bus, startBus } from '../../../local/aws/bus/server.ts'
import { startSecrets } from '../gateway/secrets-server.ts'
import { ADMIN, APP_ID, KEY } from '../gateway/user-sig.ts'
import { startTables } from '../tables.ts'
import { WorkerProcess } from './worker-process.ts'

const BUS = 'chat-gateway-dev'
const CREDENTIALS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }

export interface Asked {
  readonly userId: string
  readonly friends: readonly object[]
}

/** The built worker, with tables, a bus and a Chat that says yes to everything. */
export interface MemoryRig {
  readonly worker: WorkerProcess
  readonly bus: Bus
  /** How many calls Chat got for each account. */
  readonly calls: ReadonlyMap<string, number>
  /** Lays a job down as whoever accepts it does, but for its doorbell. */
  readonly accept: (asked: Asked, caller?: string) => Promise<Job>
  /** Takes out of a job's record and place what the version before did not write there. */
  readonly makeOld: (job: Job) => Promise<void>
  readonly close: () => Promise<void>
}

/** @param settings of the worker, beside those it always has */
export async function startMemoryRig(
  heapMb: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<MemoryRig> {
  Object.assign(process.env, CREDENTIALS)
  const calls = new Map<string, number>()
  const chat = await startYes(calls)
  const tables = await startTables()
  const bus = await startBus({ port: 0, buses: [BUS], rules: [] })
  const app = { sdkAppId: APP_ID, adminUserId: ADMIN, secretKey: KEY, region: 'singapore', endpoint: chat.url }
  const secrets = await startSecrets({ 'chat-gateway/default': app })
  process.env.AWS_ENDPOINT_URL_DYNAMODB = tables.url
  const table = new StateTable(tables.jobsName, { patienceMs: 30_000 })
  await table.prepare()
  const jobs = new Jobs({ table, clock: systemClock })
  const environment = {
    ...CREDENTIALS,
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    STATE_TABLE: tables.name,
    JOBS_TABLE: tables.jobsName,
    EVENT_BUS: BUS,
    LOG_LEVEL: 'ERROR',
    ...settings,
  }
  const worker = new WorkerProcess(environment, heapMb)
  let accepted = 0
  const accept = async (asked: Asked, caller = 'event:crm') => {
    const jobId = `job${accepted++}`
    const facts = { operation: 'friends.update', app: 'default', caller, requestId: jobId, cause: jobId }
    const items = asked.friends.length
    const { job } = await jobs.add({ ...facts, jobId, body: asked, items, account: `default\0${asked.userId}` })
    await jobs.queues.enlist(job, 'test')
    return job
  }
  const close = async () => {
    worker.close()
    chat.close()
    secrets.close()
    await Promise.all([tables.close(), bus.close()])
    for (const name of [...Object.keys(CREDENTIALS), 'AWS_ENDPOINT_URL_DYNAMODB']) delete process.env[name]
  }
  return { worker, bus, calls, accept, makeOld: (job) => makeOld(table, job), close }
}

async function makeOld(table: StateTable, { jobId, group, order }: Job): Promise<void> {
  const { bodyBytes: _, items: __, ...record } = (await table.get([`job#${jobId}`, 'job']))!
  await table.put([`job#${jobId}`, 'job'], record)
  const key = [`account#${group}`, placeOf({ jobId, order }).sk] as const
  const { weight: ___, ...place } = (await table.get(key))!
  await table.put(key, place)
}

/** Takes every call, and says that all of it was done. */
async function startYes(calls: Map<string, number>) {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { From_Account, UpdateItem = [] } = JSON.parse(Buffer.concat(parts).toString()) as {
      readonly From_Account: string
      readonly UpdateItem?: readonly { readonly To_Account: string }[]
    }
    calls.set(From_Account, (calls.get(From_Account) ?? 0) + 1)
    const ResultItem = UpdateItem.map(({ To_Account }) => ({ To_Account, ResultCode: 0, ResultInfo: '' }))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '', ResultItem }))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}

/** The doorbell of a job, as the queue hands it out for the `count`th time. */
export const doorbellOf = ({ jobId, group }: Job, count = 1): SQSRecord =>
  ({
    messageId: `m-${jobId}`,
    receiptHandle: `r-${jobId}`,
    body: JSON.stringify({ jobId }),
    attributes: { MessageGroupId: group, ApproximateReceiveCount: String(count) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
  }) as unknown as SQSRecord

/** Hands doorbells to the worker until none comes back, or they have come back too often. */
export async function workOff(worker: WorkerProcess, jobs: readonly Job[], most = 20) {
  let left = jobs
  let peakMb = 0
  let count = 0
  while (left.length > 0 && count < most) {
    count++
    const worked = await worker.work(left.map((job) => doorbellOf(job, count)))
    if (!worked) continue
    peakMb = Math.max(peakMb, worked.peakMb)
    const back = new Set(worked.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    left = left.filter(({ jobId }) => back.has(`m-${jobId}`))
  }
  return { invocations: count, peakMb, left }
}
