import type { Context, SQSEvent } from 'aws-lambda'
import { expect, test } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { realEdges } from '../../lib/edges.ts'
import { createGateway } from '../../lib/gateway.ts'
import { createQueueHandler } from '../../lib/triggers/queue/stack.ts'
import { waitingTime } from '../support/time-taken.ts'
import { hangingPort } from './ledger/state.ts'

const TIME_MS = 3000

test('the worker hands back in time what silent services have not let it settle', async () => {
  const { url, requests, close } = await hangingPort()
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ENDPOINT_URL_SQS: url,
  })
  const lines: string[] = []
  const config = readConfig({ JOBS_TABLE: 'jobs', JOBS_QUEUE_URL: `${url}/jobs.fifo` })
  const gateway = createGateway(config, { ...realEdges, writeLog: (line) => void lines.push(line) })
  const work = createQueueHandler(gateway)
  const doorbells = ['a', 'b'].map((group) => ({
    messageId: `message ${group}`,
    receiptHandle: group,
    body: JSON.stringify({ jobId: group.repeat(32) }),
    attributes: { MessageGroupId: group, ApproximateReceiveCount: '1' },
  }))
  // Loaded beforehand: on a busy machine that alone takes seconds, and is no wait for a service.
  await Promise.all([import('@aws-sdk/client-dynamodb'), import('@aws-sdk/client-sqs')])
  const taken = waitingTime()
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => TIME_MS } as Context
  const { batchItemFailures } = await work({ Records: doorbells } as unknown as SQSEvent, context)
  expect(taken()).toBeLessThan(TIME_MS)
  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['message a', 'message b'])
  // One to look both jobs up, one for each account's doorbell to come back.
  expect(requests()).toBe(3)
  const late = lines
    .map((line) => JSON.parse(line))
    .filter(({ message }) => message === 'doorbell not settled in time')
    .toSorted((a, b) => (a.jobId < b.jobId ? -1 : 1))
  expect(late).toMatchObject(
    ['a', 'b'].map((group) => ({
      messageId: `message ${group}`,
      jobId: group.repeat(32),
      DoorbellsNotAnswered: 1,
    })),
  )
  await close()
})
