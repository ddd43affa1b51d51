import { randomUUID } from 'node:crypto'
import { type Gateway, GatewayError, JobNotEnded } from '../../client/src/index.ts'
import type { Watch } from './results.ts'
import { type Found, failed, ok, type Steps } from './step.ts'

/** A worker starts within seconds, and a queue that is full for longer is worth knowing of. */
const JOB_MS = 60_000
const RESULT_MS = 30_000

interface Asked {
  readonly gateway: Gateway
  readonly app: string
  readonly userId: string
  readonly steps: Steps
  readonly stage: string | undefined
  /** Where the result is seen; a text says why it is not. */
  readonly watch: Watch | string
}

/** One read, one queued write that changes nothing, and its result. Of an account that Chat does not know nothing is written. */
export async function tryAccount(asked: Asked): Promise<void> {
  const { gateway, app, userId, steps, stage, watch } = asked
  const list = `smoke-${randomUUID().slice(0, 8)}`
  const read = await steps.do('read', () => readLists(gateway, app, userId), stage)
  if (read.status !== 'ok') {
    for (const name of ['queued write', 'result event']) steps.skip(name, 'the read failed')
    return
  }
  let jobId = ''
  const written = await steps.do(
    'queued write',
    async () => {
      const job = await gateway.friendLists.delete.respondAsync({ app, userId, lists: [list] })
      jobId = job.jobId
      return ended(gateway, jobId, stage)
    },
    stage,
  )
  if (jobId === '' || written.status !== 'ok') steps.skip('result event', 'the write failed')
  else if (typeof watch === 'string') steps.skip('result event', watch)
  else await steps.do('result event', () => seen(watch, jobId), stage)
}

async function readLists(gateway: Gateway, app: string, userId: string): Promise<Found> {
  try {
    const { lists } = await gateway.friendLists.get({ app, userId })
    return ok(`${userId} has ${lists.length} friend ${lists.length === 1 ? 'list' : 'lists'}`)
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'ACCOUNT_NOT_FOUND') throw error
    return failed(
      `Chat knows no account ${userId} in app ${app}`,
      'Give --account one that is there: a write for another would rest as a dead letter and ring an alarm.',
    )
  }
}

async function ended(gateway: Gateway, jobId: string, stage = 'STAGE'): Promise<Found> {
  const log = `aws logs tail /aws/lambda/chat-gateway-${stage}-worker --since 10m`
  try {
    const { state, answer } = await gateway.waitForJob(jobId, { timeoutMs: JOB_MS })
    if (state === 'completed') return ok(`job ${jobId} is done; a list that is not there was deleted`)
    const { code, detail } = Object(answer.body) as { readonly code?: string; readonly detail?: string }
    return failed(
      `job ${jobId} ended ${state}: ${code}: ${detail}`,
      `See the worker’s log: ${log}. Its letter rests in the queue of dead jobs: npm run redrive -- --stage ${stage}`,
    )
  } catch (error) {
    if (!(error instanceof JobNotEnded)) throw error
    return failed(
      `job ${jobId} is still ${error.job.state} after ${JOB_MS / 1000} s`,
      `The worker does not get to it: see the age of the queue on the dashboard, the event source of the worker, and its log: ${log}`,
    )
  }
}

async function seen(watch: Watch, jobId: string): Promise<Found> {
  const type = await watch.result(jobId, RESULT_MS)
  if (type === undefined)
    return failed(
      `none came within ${RESULT_MS / 1000} s`,
      `${watch.hint} See the alarm for results that are not put, and the worker’s log.`,
    )
  if (type.endsWith('.completed')) return ok(`${type} came out on the bus`)
  return failed(`${type} came out on the bus`, 'See the job: its answer says why.')
}
