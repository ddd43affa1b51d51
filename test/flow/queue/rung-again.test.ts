import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import type { SQSRecord } from 'aws-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, remark } from '../../support/events.ts'

/** A table of jobs comes back from a backup, and the queue of doorbells does not: docs/deploy.md rings again. */
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment()
})
afterAll(() => deployed.close())

/** The program in the page that makes doorbells of what the table's scan found. */
const [, program = ''] = /node -e '(for \(const \{ jobId.*?)' \|$/ms.exec(readFileSync('docs/deploy.md', 'utf8'))!

/** As `aws dynamodb scan --output json` has it, by the filter of the page. */
async function scan(): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new DynamoDBClient({ endpoint: deployed.tables.url, region: 'local-1', credentials })
  const { Items = [] } = await client.send(
    new ScanCommand({
      TableName: deployed.tables.jobsName,
      FilterExpression: '#s = :queued',
      ExpressionAttributeNames: { '#s': 'state', '#g': 'group' },
      ExpressionAttributeValues: { ':queued': { S: 'queued' } },
      ProjectionExpression: 'jobId, app, operation, #g',
    }),
  )
  client.destroy()
  return JSON.stringify({ Items })
}

const rungBy = (line: string, index: number) => {
  const [group = '', body = ''] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]
  return {
    messageId: `m${index}`,
    receiptHandle: `h${index}`,
    body,
    attributes: { MessageGroupId: group, ApproximateReceiveCount: '1' },
    messageAttributes: {},
  } as unknown as SQSRecord
}

test('jobs whose doorbells are lost are done once somebody rings as the page has it, and a bell too many does nothing', async () => {
  for (const friend of ['bob', 'carol'])
    await deployed.event(eventOf('friends.update', remark('alice', friend, 'kept')))
  await deployed.reset()
  const lines = execFileSync(process.execPath, ['-e', program], { input: await scan(), encoding: 'utf8' })
    .trim()
    .split('\n')
  expect(lines).toHaveLength(2)
  const rung = lines.map(rungBy)
  expect(await deployed.work(rung)).toEqual({ batchItemFailures: [] })
  expect(deployed.results().map(({ type }) => type)).toEqual([
    'chat.friends.update.completed',
    'chat.friends.update.completed',
  ])
  expect(JSON.parse(await scan()).Items).toEqual([])
  await deployed.work(rung)
  expect([deployed.results().length, await deployed.letters('jobs')]).toEqual([2, []])
})
