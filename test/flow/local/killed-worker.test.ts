import { readdirSync } from 'node:fs'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, onTestFinished, test } from 'vitest'
import { startLocal } from '../../../local/aws/start-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { sdk, serviceOf, temporaryFolder, until } from './fixture.ts'

/** A worker that never ends what it gets for the first time, behind a queue that would give it a quarter of an hour. */
const workerIn = (folder: string) =>
  serviceOf(
    `service: chat
provider: { runtime: nodejs24.x }
functions: { worker: { handler: dist/worker.handler, events: [{ sqs: { 'Fn::GetAtt': [Jobs, Arn] } }] } }
resources:
  Resources:
    Jobs: { Type: AWS::SQS::Queue, Properties: { QueueName: jobs, VisibilityTimeout: 900 } }`,
    {
      worker: `import { writeFileSync } from 'node:fs'
        export const handler = async ({ Records: [{ attributes }] }) => {
          writeFileSync('${folder}/' + attributes.ApproximateReceiveCount, '')
          if (attributes.ApproximateReceiveCount === '1') await new Promise(() => setInterval(() => {}, 1000))
        }`,
    },
  )

test('a message whose worker is killed comes back once its visibility timeout, shortened here, is over', async () => {
  const lines: string[] = []
  const begun = temporaryFolder()
  const local = await startLocal({
    seed: strictSeed,
    serverless: workerIn(begun),
    visibilityTimeoutSeconds: 1,
    log: (line) => lines.push(line),
  })
  onTestFinished(() => local.close())
  expect(Object.keys(local.functions)).toEqual(['worker'])
  const client = new SQSClient(sdk(local.queues!.url))
  onTestFinished(() => client.destroy())
  await client.send(new SendMessageCommand({ QueueUrl: local.queues!.queues.Jobs!.url, MessageBody: 'a' }))
  await until(() => readdirSync(begun).length === 1)
  await local.functions.worker!.killAll()
  await until(() => lines.length === 2)
  expect(lines).toEqual([
    expect.stringMatching(/^batch {2}chat-dev-worker {2}done 0, left 1 {2}Runtime.ExitError: Runtime exited: SIGKILL /),
    expect.stringMatching(/^batch {2}chat-dev-worker {2}done 1 /),
  ])
})
