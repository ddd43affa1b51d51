import type { Context } from 'aws-lambda'
import { expect, test } from 'vitest'
import { GatewayError } from '../../lib/errors/gateway-error.ts'
import { withPlainErrors } from '../../lib/triggers/plain-errors.ts'
import { errorLine } from '../../local/aws/lambda/error-line.ts'
import { recordedLog } from '../support/recorded-log.ts'

const SIG = 'eJwtzF1LwzAUxvHv0tsNyUmTNB3ICgXKDJmLzC'
const context = { awsRequestId: 'r-1' } as Context

/** What leaves a handler that throws this, and our own lines about it. */
async function leaving(thrown: unknown) {
  const log = recordedLog()
  const handler = withPlainErrors(() => Promise.reject(thrown), log)
  const error: unknown = await handler({}, context).then(
    () => expect.unreachable(),
    (left: unknown) => left,
  )
  return { error: error as Error, line: errorLine(error, 'r-1'), own: log.lines.map((text) => JSON.parse(text)) }
}

/** A class as a bundler leaves it. */
class a extends Error {}

test('what a handler answers is untouched', async () => {
  const log = recordedLog()
  expect(await withPlainErrors(async (event: number) => event + 1, log)(1, context)).toBe(2)
  expect(log.lines).toEqual([])
})

test('an error of the SDK leaves without the exchange it holds, and without a UserSig in message or stack', async () => {
  const thrown = Object.assign(new a(`GET /v4?usersig=${SIG}&x=1 failed`, { cause: new Error(SIG) }), {
    name: 'TimeoutError',
    $response: { headers: { authorization: SIG }, body: SIG },
  })
  const { error, line, own } = await leaving(thrown)
  expect([error.name, error.message]).toEqual(['TimeoutError', 'GET /v4?usersig=[redacted]&x=1 failed'])
  expect([Object.keys(error), error.cause, error instanceof Error]).toEqual([[], undefined, true])
  expect(error.stack).toMatch(/^TimeoutError: GET .*\[redacted\]&x=1 failed\n\s+at .*plain-errors\.test/)
  expect(JSON.parse(line).message).toEqual({
    errorType: 'TimeoutError',
    errorMessage: error.message,
    stackTrace: error.stack!.split('\n'),
  })
  expect(line + JSON.stringify(own)).not.toContain(SIG)
  expect(own).toEqual([
    {
      level: 'error',
      message: 'invocation failed',
      service: 'chat-gateway',
      requestId: 'r-1',
      error: `TimeoutError: ${error.message}`,
    },
  ])
})

test('an error of ours leaves by its code', async () => {
  const thrown = new GatewayError('STATE_UNAVAILABLE', { cause: new a(`usersig=${SIG}`) })
  const { error, line } = await leaving(thrown)
  expect([error.name, error.message, Object.keys(error)]).toEqual(['STATE_UNAVAILABLE', thrown.message, []])
  expect(JSON.parse(line).message.errorType).toBe('STATE_UNAVAILABLE')
})

test.each([
  [new a('x'), 'Error'],
  [Object.assign(new a('x'), { name: 'a' }), 'Error'],
  [Object.assign(new a('x'), { name: `usersig=${SIG}` }), 'Error'],
  [new TypeError('x'), 'TypeError'],
  ['a text', 'Error'],
  [undefined, 'Error'],
])('%o has the readable name %s', async (thrown, name) => {
  const { error, line } = await leaving(thrown)
  expect([error.name, JSON.parse(line).message.errorType]).toEqual([name, name])
})
