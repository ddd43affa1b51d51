import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { expect, test } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { createGateway } from '../../lib/gateway.ts'
import { readCall } from '../../lib/triggers/http/call.ts'

const gateway = createGateway(readConfig({}))
const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 } as Context
const eventAt = (rawPath: string, stage: string) =>
  ({ rawPath, headers: {}, requestContext: { stage, http: { method: 'GET' } } }) as unknown as APIGatewayProxyEventV2

test.each([
  ['/v1/health', '$default'],
  ['/prod/v1/health', 'prod'],
])('%s on stage %s is the health of the gateway', async (path, stage) => {
  expect((await readCall(eventAt(path, stage), context, gateway)).route).toEqual({ kind: 'health' })
})

test('a path that only begins like the stage is not cut', async () => {
  const read = readCall(eventAt('/production/v1/health', 'prod'), context, gateway)
  await expect(read).rejects.toThrow(/nothing at \/production/)
})

test('the answer is due more than 500 ms before the invocation ends', async () => {
  const { deadline } = await readCall(eventAt('/v1/health', '$default'), context, gateway)
  expect(deadline - Date.now()).toBeLessThan(9500)
})
