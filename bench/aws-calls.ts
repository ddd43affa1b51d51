import { randomUUID } from 'node:crypto'
import type { AwsProxy } from '../local/aws/proxy.ts'
import type { StateStage } from './state-stage.ts'
import { httpEvent } from './work.ts'

/** What one request costs, on average over some that are not the first. */
export interface AwsCost {
  readonly what: string
  /** Calls of AWS a request, by action. */
  readonly calls: Readonly<Record<string, number>>
}

const REQUESTS = 20
const TOGETHER = 40

type Invoke = (event: unknown) => Promise<unknown>
const bodyFor = (account: number, friend = 0) => ({
  userId: `a${account}`,
  friends: [{ userId: `f${friend}`, remark: 'x' }],
})
export const request = (account: number, headers: Readonly<Record<string, string>> = {}) => {
  const event = httpEvent(JSON.stringify(bodyFor(account)))
  return { ...event, headers: { ...event.headers, ...headers } }
}

/** Counts what every kind of request asks of AWS, each on an instance that has been called before. */
export async function countAwsCalls(stage: StateStage): Promise<AwsCost[]> {
  const http = await stage.load('http')
  const bare = await stage.load('http', { env: { STATE_TABLE: '', JOBS_TABLE: '', JOBS_QUEUE_URL: '' } })
  const key = () => ({ 'idempotency-key': randomUUID() })
  const kept = key()
  const of = (what: string, invoke: Invoke, event: (account: number) => unknown) => costOf(stage, what, invoke, event)
  const rows = [
    await of('an update, no table set', bare, (account) => request(account)),
    await of('an update', http, (account) => request(account)),
    await of('an update with Idempotency-Key', http, (account) => request(account, key())),
    await of('a replay of it', http, () => request(0, kept)),
    await of('an update with respond-async', http, (account) => request(account, { prefer: 'respond-async' })),
  ]
  const events = await stage.load('events')
  rows.push(await of('an event, queued', events, (account) => eventOf(bodyFor(account))))
  const worker = await stage.load('worker')
  rows.push(await costOfJobs(stage, 'a job, worked off alone', events, worker, 1))
  rows.push(await costOfJobs(stage, `a job, one of ${TOGETHER} of its account`, events, worker, TOGETHER))
  return rows
}

async function costOf(
  { proxies }: StateStage,
  what: string,
  invoke: Invoke,
  event: (account: number) => unknown,
): Promise<AwsCost> {
  await invoke(event(0))
  const all = Object.values(proxies)
  for (const proxy of all) proxy.calls.length = 0
  for (let index = 1; index <= REQUESTS; index++) await invoke(event(index))
  return { what, calls: perRequest(all, REQUESTS) }
}

/** Per job: what all doorbells of the jobs cost together, the first of which does the work. */
async function costOfJobs(
  stage: StateStage,
  what: string,
  events: Invoke,
  worker: Invoke,
  together: number,
): Promise<AwsCost> {
  const all = Object.values(stage.proxies)
  for (const account of [50, 51]) {
    stage.proxies.sqs.calls.length = 0
    for (let index = 0; index < together; index++) await events(eventOf(bodyFor(account, index)))
    const rung = stage.proxies.sqs.calls
      .filter(({ action }) => action === 'SendMessage')
      .map(({ body }) => recordOf(body))
    for (const proxy of all) proxy.calls.length = 0
    for (let at = 0; at < rung.length; at += 10) await worker({ Records: rung.slice(at, at + 10) })
  }
  return { what, calls: perRequest(all, together) }
}

function perRequest(proxies: readonly AwsProxy[], requests: number): Record<string, number> {
  const calls: Record<string, number> = {}
  for (const { action } of proxies.flatMap((proxy) => proxy.calls)) calls[action] = (calls[action] ?? 0) + 1
  return Object.fromEntries(Object.entries(calls).map(([action, count]) => [action, count / requests]))
}

const eventOf = (detail: object) => ({
  id: randomUUID(),
  'detail-type': 'chat.friends.update',
  source: 'bench',
  detail,
})

const recordOf = (message: Readonly<Record<string, unknown>>) => ({
  messageId: randomUUID(),
  receiptHandle: 'none',
  body: message.MessageBody,
  attributes: { MessageGroupId: message.MessageGroupId, ApproximateReceiveCount: '1' },
  messageAttributes: {},
})
