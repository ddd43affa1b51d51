import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { functionOf, isReachable, poolOf, until } from './fixture.ts'

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a bundle that throws while it is imported, or lacks its handler, fails the warm-up and every invocation', async () => {
  const broken = poolOf(functionOf('throw new TypeError("bad settings: MAX_BODY_BYTES")'))
  await expect(broken.warm()).rejects.toMatchObject({ type: 'TypeError', message: 'bad settings: MAX_BODY_BYTES' })
  await expect(broken.invoke({}, 'r')).rejects.toMatchObject({ type: 'TypeError' })
  await expect(poolOf(functionOf('export const other = 1')).warm()).rejects.toMatchObject({
    type: 'Runtime.HandlerNotFound',
  })
  const callback = poolOf(functionOf('export const handler = (event, context, callback) => callback(null, 1)'))
  await expect(callback.warm()).rejects.toMatchObject({ type: 'Runtime.CallbackHandlerDeprecated' })
})

test('what the handler throws is told with its type, message and stack, and the instance lives on', async () => {
  const pool = poolOf(
    functionOf('export const handler = async (e) => { if (e.throw) throw new RangeError("no"); return process.pid }'),
  )
  const before = await pool.invoke({}, 'r1')
  const failure = { type: 'RangeError', message: 'no', trace: expect.stringContaining('bundle.mjs') }
  await expect(pool.invoke({ throw: true }, 'r2')).rejects.toMatchObject(failure)
  expect(await pool.invoke({}, 'r3')).toBe(before)
})

test('a timeout and a crash kill the instance; the next invocation gets a new one', async () => {
  const source = `export const handler = async ({ how }) => {
    if (how === 'hang') await new Promise(() => setInterval(() => {}, 1000))
    if (how === 'exit') process.exit(7)
    return process.pid
  }`
  const pool = poolOf(functionOf(source, { timeoutSeconds: 0.2 }), 1)
  const first = Number(await pool.invoke({}, 'r1'))
  await expect(pool.invoke({ how: 'hang' }, 'r2')).rejects.toMatchObject({
    type: 'Sandbox.Timedout',
    message: 'RequestId: r2 Error: Task timed out after 0.20 seconds',
  })
  await until(() => !isAlive(first))
  const second = Number(await pool.invoke({}, 'r3'))
  expect(second).not.toBe(first)
  await expect(pool.invoke({ how: 'exit' }, 'r4')).rejects.toMatchObject({ type: 'Runtime.ExitError' })
  expect(await pool.invoke({}, 'r5')).not.toBe(second)
})

test('an answer over 6 MB and a request over 6 MB are refused', async () => {
  const pool = poolOf(functionOf('export const handler = async ({ bytes }) => "x".repeat(bytes)'))
  expect(await pool.invoke({ bytes: 6_291_000 }, 'r1')).toHaveLength(6_291_000)
  await expect(pool.invoke({ bytes: 6_291_600 }, 'r2')).rejects.toMatchObject({ type: 'Function.ResponseSizeTooLarge' })
  const large = pool.invoke({ padding: 'x'.repeat(6_291_456) }, 'r3')
  await expect(large).rejects.toMatchObject({ type: 'RequestTooLargeException' })
})

test('an instance takes one invocation at a time, further ones start up to the maximum, and beyond it Lambda throttles', async () => {
  const source = `import { existsSync } from 'node:fs'
    let running = 0
    export const handler = async ({ gate }) => {
      const most = ++running
      while (gate && !existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 5))
      running--
      return { pid: process.pid, most }
    }`
  const settings = functionOf(source)
  const pool = poolOf(settings, 2)
  const gate = `${settings.file}.open`
  const held = [pool.invoke({ gate }, 'r1'), pool.invoke({ gate }, 'r2')]
  await expect(pool.invoke({}, 'r3')).rejects.toMatchObject({ type: 'TooManyRequestsException' })
  writeFileSync(gate, '')
  const answers = (await Promise.all(held)) as { pid: number; most: number }[]
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(2)
  expect(answers.map(({ most }) => most)).toEqual([1, 1])
})

test('idle instances are taken most recently used first', async () => {
  const pool = poolOf(functionOf('export const handler = async () => process.pid'), 2)
  await Promise.all([pool.invoke({}, 'r1'), pool.invoke({}, 'r2')])
  const last = await pool.invoke({}, 'r3')
  expect([await pool.invoke({}, 'r4'), await pool.invoke({}, 'r5')]).toEqual([last, last])
})

test('a warmed instance has loaded the bundle before it is asked', async () => {
  const loaded: string[] = []
  const pool = poolOf(functionOf('console.log("loaded"); export const handler = async () => 1'), 1, (line) =>
    loaded.push(line),
  )
  await pool.warm()
  await until(() => loaded.length > 0)
  expect(await pool.invoke({}, 'r')).toBe(1)
  expect(loaded).toEqual(['loaded'])
})

test('the environment is that of Lambda and the function, with nothing of this machine', async () => {
  vi.stubEnv('LEAKED_FROM_THE_MACHINE', '1')
  onTestFinished(() => void vi.unstubAllEnvs())
  const settings = functionOf('export const handler = async () => process.env', { environment: { LOG_LEVEL: 'WARN' } })
  const env = await poolOf(settings).invoke({}, 'r')
  expect(env).toMatchObject({
    LOG_LEVEL: 'WARN',
    AWS_LAMBDA_FUNCTION_NAME: 'fixture-dev-http',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    TZ: ':UTC',
    _HANDLER: 'bundle.handler',
  })
  for (const name of ['LEAKED_FROM_THE_MACHINE', 'HOME', 'NODE_OPTIONS', 'npm_command', 'VITEST']) {
    expect(env).not.toHaveProperty(name)
  }
})

test('the context says who runs, for whom, and how long it still may', async () => {
  const source = `export const handler = async (event, context) =>
    ({ ...context, remaining: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID })`
  const context = (await poolOf(functionOf(source)).invoke({}, 'r-1')) as Record<string, unknown>
  expect(context).toMatchObject({
    awsRequestId: 'r-1',
    functionName: 'fixture-dev-http',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:local-1:000000000000:function:fixture-dev-http',
    memoryLimitInMB: '256',
    logGroupName: '/aws/lambda/fixture-dev-http',
    trace: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$/),
  })
  expect(context.remaining).toBeGreaterThan(4000)
  expect(context.remaining).toBeLessThanOrEqual(5000)
})

test('lines of both streams are handed on', async () => {
  const lines: string[] = []
  const source = 'export const handler = async () => { console.log("out"); console.error("err") }'
  const pool = poolOf(functionOf(source), 1, (line) => lines.push(line))
  expect(await pool.invoke({}, 'r')).toBeNull()
  await until(() => lines.length === 2)
  expect(lines.sort()).toEqual(['err', 'out'])
})

test('closing the pool leaves no process behind, a busy one included', async () => {
  const pids: number[] = []
  const source =
    'export const handler = async () => { console.log(process.pid); await new Promise(() => setInterval(() => {}, 1000)) }'
  const pool = poolOf(functionOf(source), 1, (line) => pids.push(Number(line)))
  const hanging = expect(pool.invoke({}, 'r')).rejects.toMatchObject({ type: 'Runtime.ExitError' })
  await until(() => pids.length > 0)
  await pool.close()
  await hanging
  expect(isAlive(pids[0]!)).toBe(false)
})

test('instances go with the process that started them, however it goes', async () => {
  // A port, not the process id, tells that it lives: a process that nobody collects keeps its id.
  const settings = functionOf(`import { createServer } from 'node:http'
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => console.log(server.address().port))
    export const handler = async () => 1`)
  const pool = pathToFileURL(path.join(import.meta.dirname, '../../../local/aws/lambda/pool.ts')).href
  const script = `import { Pool } from '${pool}'
    await new Pool({ settings: ${JSON.stringify(settings)}, instances: 1, log: console.log }).warm()`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script])
  const [port] = await once(createInterface({ input: parent.stdout }), 'line')
  const url = `http://127.0.0.1:${port}`
  expect(await isReachable(url)).toBe(true)
  parent.kill('SIGKILL')
  await until(async () => !(await isReachable(url)))
})
