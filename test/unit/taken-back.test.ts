import type { Context, SQSEvent } from 'aws-lambda'
import { expect, test } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { realEdges } from '../../lib/edges.ts'
import { createGateway } from '../../lib/gateway.ts'
import { type ConnectTable, connectTable } from '../../lib/ledger/connect-table.ts'
import { createQueueHandler } from '../../lib/triggers/queue/stack.ts'
import { startTables } from '../support/tables.ts'

const NOBODY = 'http://127.0.0.1:9'

test('a worker that has read a place just before it was taken back hands its doorbell back and sends nothing', async () => {
  const { url, jobsName, close } = await startTables()
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: url,
    // Nobody answers there; the doorbell's delay is not what this is about.
    AWS_ENDPOINT_URL_SQS: NOBODY,
  })
  const meanwhile: (() => Promise<unknown>)[] = []
  const readingFirst: ConnectTable = async (ms) => {
    const { client, ...loaded } = await connectTable(ms)
    const send = async (command: object, options: object) => {
      const read: unknown = await client.send(command as never, options as never)
      if (command.constructor.name === 'QueryCommand') await meanwhile.shift()?.()
      return read
    }
    return { ...loaded, client: { send: send as typeof client.send } }
  }
  const lines: string[] = []
  const config = readConfig({ JOBS_TABLE: jobsName, JOBS_QUEUE_URL: `${NOBODY}/1/jobs.fifo` })
  const gateway = createGateway(config, {
    ...realEdges,
    connectTable: readingFirst,
    writeLog: (line) => void lines.push(line),
  })
  const { jobs } = gateway
  const asked = {
    operation: 'friends.update',
    body: {},
    items: 1,
    app: 'default',
    account: 'a',
    caller: 'c',
    requestId: 'r',
  }
  const { job } = await jobs!.add({ ...asked, jobId: 'j' })
  await jobs!.queues.enlist(job, 'asker')
  meanwhile.push(() => jobs!.queues.takeBack(job, 'asker'))
  const attributes = { MessageGroupId: job.group, ApproximateReceiveCount: '1' }
  const doorbell = { messageId: 'm', receiptHandle: 'h', body: '{"jobId":"j"}', attributes }
  const context = { awsRequestId: 'i', getRemainingTimeInMillis: () => 20_000 } as Context
  const work = () => createQueueHandler(gateway)({ Records: [doorbell] } as unknown as SQSEvent, context)
  expect(await work()).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] })
  expect(lines.join('')).toContain('a place was taken back while the queue was read')
  expect(await jobs!.get('j')).toMatchObject({ state: 'queued', attempts: 0 })
  // When it comes again there is nothing to do.
  expect(await work()).toEqual({ batchItemFailures: [] })
  expect(await jobs!.get('j')).toMatchObject({ state: 'queued', attempts: 0 })
  await close()
})
