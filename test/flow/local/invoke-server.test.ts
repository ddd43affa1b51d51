import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda'
import { expect, onTestFinished, test } from 'vitest'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { sdk, serviceOf, until } from './fixture.ts'

const SERVICE = `service: chat
provider: { runtime: nodejs24.x }
functions: { events: { handler: dist/events.handler } }`

const HANDLER = `export const handler = async (event) => {
  if (event.fail) throw new RangeError('no')
  console.log('ran ' + JSON.stringify(event))
  return { got: event }
}`

async function start(): Promise<{ local: Local; lines: string[]; client: LambdaClient }> {
  const lines: string[] = []
  const serverless = serviceOf(SERVICE, { events: HANDLER })
  const local = await startLocal({
    seed: strictSeed,
    serverless,
    retryDelaysMs: [0, 0],
    log: (line) => lines.push(line),
  })
  const client = new LambdaClient(sdk(local.lambda.url) as LambdaClientConfig)
  onTestFinished(async () => {
    client.destroy()
    await local.close()
  })
  return { local, lines, client }
}

const FunctionName = 'chat-dev-events'

test('a function is invoked by its name or ARN: for its answer, for its error, or for nobody to wait', async () => {
  const { local, lines, client } = await start()
  expect(local.lambda.names).toEqual([FunctionName])
  const invoke = async (input: object, more: object = {}) => {
    const answer = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(input), ...more }))
    return { ...answer, Payload: answer.Payload?.transformToString() ?? '' }
  }
  const arn = `arn:aws:lambda:local-1:000000000000:function:${FunctionName}`
  expect(await invoke({ a: 1 }, { FunctionName: arn })).toMatchObject({ StatusCode: 200, Payload: '{"got":{"a":1}}' })
  const failed = await invoke({ fail: true })
  expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
  expect(JSON.parse(failed.Payload!)).toMatchObject({ errorType: 'RangeError', errorMessage: 'no' })
  expect(await invoke({ b: 2 }, { InvocationType: 'Event' })).toMatchObject({ StatusCode: 202, Payload: '' })
  await until(() => lines.some((line) => line.includes('ran {"b":2}')))
  // What fails then is tried again, as any event is that nobody waits for.
  await invoke({ fail: true }, { InvocationType: 'Event' })
  await until(() => lines.some((line) => /attempt 3 {2}RangeError: no/.test(line)))
})

test('an unknown function, and what is no JSON or too much of it, are refused in Lambda’s words', async () => {
  const { local, client } = await start()
  const refused = (input: object) => client.send(new InvokeCommand({ FunctionName, ...input })).catch((error) => error)
  expect(await refused({ FunctionName: 'other' })).toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: arn:aws:lambda:local-1:000000000000:function:other',
    $metadata: { httpStatusCode: 404 },
  })
  expect(await refused({ Payload: 'half a {' })).toMatchObject({ name: 'InvalidRequestContentException' })
  const large = { Payload: JSON.stringify('x'.repeat(2 ** 20)), InvocationType: 'Event' }
  expect(await refused(large)).toMatchObject({ name: 'RequestTooLargeException', $metadata: { httpStatusCode: 413 } })
  const unsigned = await fetch(`${local.lambda.url}/2015-03-31/functions/${FunctionName}/invocations`, {
    method: 'POST',
  })
  expect([unsigned.status, unsigned.headers.get('x-amzn-errortype')]).toEqual([
    403,
    'MissingAuthenticationTokenException',
  ])
})
