import { expect, onTestFinished, test } from 'vitest'
import { AsynchronousInvoker, type FailedAttempt } from '../../../local/aws/lambda/asynchronous.ts'
import type { FunctionSettings } from '../../../local/aws/lambda/settings.ts'
import { functionOf, poolOf, until } from './fixture.ts'

const ON_FAILURE = 'arn:aws:sqs:local-1:000000000000:letters'
const LAMBDAS_OWN = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600, onFailure: ON_FAILURE }

interface Attempt {
  event: Record<string, unknown>
  requestId: string
  traceId: string
}

interface Given {
  body?: string
  settings?: Partial<FunctionSettings>
  asynchronous?: FunctionSettings['asynchronous']
  retryDelaysMs?: number[]
}

/** An invoker of a function whose handler is `body`, and all that is heard of it. */
function start(given: Given = {}) {
  const { body = 'throw new RangeError("no")', settings, asynchronous = LAMBDAS_OWN, retryDelaysMs = [1, 2] } = given
  const lines: string[] = []
  const source = `let attempt = 0
    export const handler = async (event, { awsRequestId: requestId }) => {
      attempt++
      console.log(JSON.stringify({ event, requestId, traceId: process.env._X_AMZN_TRACE_ID }))
      ${body}
    }`
  const pool = poolOf(functionOf(source, { ...settings, asynchronous }), 1, (line) => lines.push(line))
  const told: FailedAttempt[] = []
  const letters: { queueArn: string; record: Record<string, unknown> }[] = []
  const putAway = async (queueArn: string, record: object) => void letters.push({ queueArn, record: { ...record } })
  const invoker = new AsynchronousInvoker({ pool, retryDelaysMs, putAway, failed: (attempt) => told.push(attempt) })
  onTestFinished(() => invoker.close())
  const steps = () => told.map(({ attempt, error, then }) => `${attempt} ${error.type} ${then}`)
  // Lambda's own line about what failed stands between them.
  const attempts = () => lines.map((line) => JSON.parse(line) as Attempt).filter(({ event }) => event !== undefined)
  return { pool, invoker, letters, told, steps, attempts }
}

test('a failed event is tried again under the same request id, after the waits given, until it succeeds', async () => {
  const { invoker, letters, steps, attempts } = start({
    body: 'if (attempt < 4) throw new RangeError("no")',
    asynchronous: { ...LAMBDAS_OWN, maximumRetryAttempts: 3 },
    retryDelaysMs: [30, 60],
  })
  invoker.accept({ a: 1 }, 'Root=1-a;Sampled=1')
  await until(() => steps().length > 0)
  const failedAt = Date.now()
  await until(() => attempts().length === 4)
  // The last wait is that of every further attempt.
  expect(Date.now() - failedAt).toBeGreaterThanOrEqual(140)
  invoker.accept({ a: 2 })
  await until(() => attempts().length === 5)
  const [first, ...others] = attempts()
  expect(first).toEqual({ event: { a: 1 }, requestId: expect.any(String), traceId: 'Root=1-a;Sampled=1' })
  expect(others.slice(0, 3)).toEqual([first, first, first])
  expect(others[3]!.requestId).not.toBe(first!.requestId)
  expect(steps()).toEqual(['1 RangeError retry', '2 RangeError retry', '3 RangeError retry'])
  expect(letters).toEqual([])
})

test('what fails for good is put away with what it was, why, and how often it was tried', async () => {
  const { invoker, letters, steps, attempts, told } = start({
    asynchronous: { ...LAMBDAS_OWN, maximumRetryAttempts: 1 },
  })
  invoker.accept({ a: 1 })
  await until(() => letters.length === 1 && attempts().length === 2)
  expect(letters[0]).toEqual({
    queueArn: ON_FAILURE,
    record: {
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      requestContext: {
        requestId: attempts()[0]!.requestId,
        functionArn: 'arn:aws:lambda:local-1:000000000000:function:fixture-dev-http:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: {
        errorType: 'RangeError',
        errorMessage: 'no',
        trace: expect.arrayContaining(['RangeError: no']),
      },
    },
  })
  expect(steps()).toEqual(['1 RangeError retry', '2 RangeError on-failure queue'])
  expect(told[0]!.functionName).toBe('fixture-dev-http')
})

test('a function without an on-failure queue loses what fails; one that may not be retried is tried once', async () => {
  const { invoker, letters, steps } = start({ asynchronous: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 60 } })
  invoker.accept({})
  await until(() => steps().length === 1)
  expect(steps()).toEqual(['1 RangeError nothing'])
  expect(letters).toEqual([])
})

test('an event whose next attempt would find it too old is given up', async () => {
  const { invoker, letters } = start({
    asynchronous: { ...LAMBDAS_OWN, maximumEventAgeSeconds: 60 },
    retryDelaysMs: [1, 61_000],
  })
  invoker.accept({})
  await until(() => letters.length === 1)
  expect(letters[0]!.record).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 },
    responsePayload: { errorMessage: 'no' },
  })
})

const holds = {
  body: 'if (event.hold) await new Promise(() => setInterval(() => {}, 1000))',
  settings: { reservedConcurrency: 1, timeoutSeconds: 20 },
}

test('a throttled event uses up no attempt, and is tried again', async () => {
  const { pool, invoker, letters, told, attempts } = start({
    ...holds,
    asynchronous: { ...LAMBDAS_OWN, maximumRetryAttempts: 0 },
  })
  const held = expect(pool.invoke({ hold: true })).rejects.toMatchObject({ type: 'Runtime.ExitError' })
  invoker.accept({ a: 1 })
  await until(() => told.length === 1)
  await Promise.all([pool.killAll(), held])
  await until(() => attempts().some(({ event }) => event.a === 1))
  for (const { error, then } of told) expect([error.type, then]).toEqual(['TooManyRequestsException', 'retry'])
  expect(letters).toEqual([])
})

test('a throttled event is given up once it is too old; as it was never run, there is no answer to tell of', async () => {
  const { pool, invoker, letters } = start({ ...holds, asynchronous: { ...LAMBDAS_OWN, maximumEventAgeSeconds: 0.5 } })
  void pool.invoke({ hold: true }).catch(() => undefined)
  invoker.accept({ a: 2 })
  await until(() => letters.length === 1)
  expect(letters[0]!.record).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
    requestPayload: { a: 2 },
  })
  expect(letters[0]!.record).not.toHaveProperty('responseContext')
})

test('closed, it drops what waits for its next attempt, and what fails later', async () => {
  const { pool, invoker, steps, attempts } = start({ retryDelaysMs: [30] })
  invoker.accept({ of: 'closed' })
  await until(() => steps().length === 1)
  invoker.accept({ of: 'closed' })
  invoker.close()
  // Its event waits longer on the same function, so that a retry of the closed one's would come before.
  const later = new AsynchronousInvoker({ pool, retryDelaysMs: [60], putAway: async () => undefined })
  onTestFinished(() => later.close())
  later.accept({ of: 'other' })
  const of = (who: string) => attempts().filter(({ event }) => event.of === who).length
  await until(() => of('other') === 2)
  expect([of('closed'), steps().length]).toEqual([2, 1])
})
