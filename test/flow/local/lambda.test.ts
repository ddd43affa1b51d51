import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { FunctionSettings } from '../../../local/aws/lambda/settings.ts'
import { functionOf, isReachable, poolOf, temporaryFolder, until } from './fixture.ts'

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A function whose invocations wait until `open` is called; `open.waiting` counts those that have begun. */
function gated(settings: Partial<FunctionSettings> = {}) {
  const folder = temporaryFolder()
  const source = `import { existsSync, writeFileSync } from 'node:fs'
    let running = 0
    export const handler = async ({ name }) => {
      const most = ++running
      writeFileSync('${folder}/' + name, '')
      while (!existsSync('${folder}/open')) await new Promise((resolve) => setTimeout(resolve, 5))
      running--
      return { pid: process.pid, most }
    }`
  const open = () => writeFileSync(path.join(folder, 'open'), '')
  return {
    settings: functionOf(source, settings),
    open: Object.assign(open, { waiting: () => readdirSync(folder).length }),
  }
}

test('a bundle that throws while it is imported, or lacks its handler, fails the warm-up and every invocation', async () => {
  const broken = poolOf(functionOf('throw new TypeError("bad settings: MAX_BODY_BYTES")'))
  await expect(broken.warm()).rejects.toMatchObject({ type: 'TypeError', message: 'bad settings: MAX_BODY_BYTES' })
  await expect(broken.invoke({})).rejects.toMatchObject({ type: 'TypeError' })
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
  const before = await pool.invoke({})
  const failure = { type: 'RangeError', message: 'no', trace: expect.stringContaining('bundle.mjs') }
  await expect(pool.invoke({ throw: true })).rejects.toMatchObject(failure)
  expect(await pool.invoke({})).toBe(before)
})

test('a timeout and a crash kill the instance; the next invocation gets a new one', async () => {
  const source = `export const handler = async ({ how }) => {
    if (how === 'hang') await new Promise(() => setInterval(() => {}, 1000))
    if (how === 'exit') process.exit(7)
    return process.pid
  }`
  const pool = poolOf(functionOf(source, { timeoutSeconds: 0.2 }), 1)
  const first = Number(await pool.invoke({}))
  await expect(pool.invoke({ how: 'hang' })).rejects.toMatchObject({
    type: 'Sandbox.Timedout',
    message: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 0.20 seconds$/),
  })
  const second = Number(await pool.invoke({}))
  expect(second).not.toBe(first)
  await expect(pool.invoke({ how: 'exit' })).rejects.toMatchObject({ type: 'Runtime.ExitError' })
  expect(await pool.invoke({})).not.toBe(second)
})

test('an answer over 6 MB and a request over 6 MB are refused', async () => {
  const pool = poolOf(functionOf('export const handler = async ({ bytes }) => "x".repeat(bytes)'))
  expect(await pool.invoke({ bytes: 6_291_000 })).toHaveLength(6_291_000)
  await expect(pool.invoke({ bytes: 6_291_600 })).rejects.toMatchObject({ type: 'Function.ResponseSizeTooLarge' })
  const large = pool.invoke({ padding: 'x'.repeat(6_291_456) })
  await expect(large).rejects.toMatchObject({ type: 'RequestTooLargeException' })
})

test('an instance takes one invocation at a time; what comes beyond the instances waits its turn', async () => {
  const { settings, open } = gated()
  const pool = poolOf(settings, 2)
  const answers = ['a', 'b', 'c', 'd'].map((name) => pool.invoke({ name })) as Promise<{ pid: number; most: number }>[]
  await until(() => open.waiting() === 2)
  open()
  const all = await Promise.all(answers)
  expect(all.map(({ most }) => most)).toEqual([1, 1, 1, 1])
  expect(new Set(all.map(({ pid }) => pid)).size).toBe(2)
})

test('beyond the reserved concurrency Lambda throttles', async () => {
  const { settings, open } = gated({ reservedConcurrency: 1 })
  const pool = poolOf(settings, 2)
  const first = pool.invoke({ name: 'a' })
  await expect(pool.invoke({ name: 'b' })).rejects.toMatchObject({ type: 'TooManyRequestsException' })
  open()
  await first
  expect(await pool.invoke({ name: 'c' })).toBeDefined()
})

test.each(['process.exit(1)', 'await new Promise(() => setInterval(() => {}, 1000))'])(
  'who waits for an instance that dies of %s gets a new one',
  async (end) => {
    const source = `export const handler = async ({ last }) => { if (last) ${end}; return "done" }`
    const pool = poolOf(functionOf(source, { timeoutSeconds: 0.5 }), 1)
    const [crash, waiting] = await Promise.allSettled([pool.invoke({ last: true }), pool.invoke({})])
    expect(crash.status).toBe('rejected')
    expect(waiting).toEqual({ status: 'fulfilled', value: 'done' })
  },
)

test('idle instances are taken most recently used first', async () => {
  const pool = poolOf(functionOf('export const handler = async () => process.pid'), 2)
  await Promise.all([pool.invoke({}), pool.invoke({})])
  const last = await pool.invoke({})
  expect([await pool.invoke({}), await pool.invoke({})]).toEqual([last, last])
})

test('a warmed instance has loaded the bundle before it is asked', async () => {
  const loaded: string[] = []
  const pool = poolOf(functionOf('console.log("loaded"); export const handler = async () => 1'), 1, (line) =>
    loaded.push(line),
  )
  await pool.warm()
  await until(() => loaded.length > 0)
  expect(await pool.invoke({})).toBe(1)
  expect(loaded).toEqual(['loaded'])
})

test('the environment is that of Lambda and the function, with nothing of this machine', async () => {
  vi.stubEnv('LEAKED_FROM_THE_MACHINE', '1')
  onTestFinished(() => void vi.unstubAllEnvs())
  const settings = functionOf('export const handler = async () => process.env', { environment: { LOG_LEVEL: 'WARN' } })
  const env = await poolOf(settings).invoke({})
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

test('the heap has nine tenths of the memory', async () => {
  const source = `import { getHeapStatistics } from 'node:v8'
    export const handler = async () => getHeapStatistics().heap_size_limit`
  const [small, large] = await Promise.all(
    [256, 1024].map((memoryMb) => poolOf(functionOf(source, { memoryMb })).invoke({})),
  )
  expect(Math.round((Number(large) - Number(small)) / 2 ** 20)).toBe(921 - 230)
})

test('a Ctrl-C that reaches the whole group ends no invocation', async () => {
  const source = `import { once } from 'node:events'
    export const handler = async () => {
      const interrupted = once(process, 'SIGINT')
      process.kill(process.pid, 'SIGINT')
      await interrupted
      return process.listenerCount('SIGINT')
    }`
  expect(await poolOf(functionOf(source)).invoke({})).toBe(1)
})

test('the context says who runs, for whom, and how long it still may', async () => {
  const source = `export const handler = async (event, context) =>
    ({ ...context, remaining: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID })`
  const context = (await poolOf(functionOf(source)).invoke({})) as Record<string, unknown>
  expect(context).toMatchObject({
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
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
  expect(await pool.invoke({})).toBeNull()
  await until(() => lines.length === 2)
  expect(lines.sort()).toEqual(['err', 'out'])
})

test('closing the pool leaves no process behind, a busy one included', async () => {
  const pids: number[] = []
  const source =
    'export const handler = async () => { console.log(process.pid); await new Promise(() => setInterval(() => {}, 1000)) }'
  const pool = poolOf(functionOf(source), 1, (line) => pids.push(Number(line)))
  const hanging = expect(pool.invoke({})).rejects.toMatchObject({ type: 'Runtime.ExitError' })
  await until(() => pids.length > 0)
  await pool.close()
  await hanging
  expect(isAlive(pids[0]!)).toBe(false)
})

test('killed instances break what they were at; whoever waits, and whatever comes later, gets new ones', async () => {
  const { settings, open } = gated()
  const pool = poolOf(settings, 1)
  const broken = expect(pool.invoke({ name: 'a' })).rejects.toMatchObject({ type: 'Runtime.ExitError' })
  const waiting = pool.invoke({ name: 'b' })
  await until(() => open.waiting() === 1)
  await pool.killAll()
  await broken
  open()
  const { pid } = (await waiting) as { pid: number }
  void pool.killAll()
  expect(await pool.invoke({ name: 'c' })).not.toMatchObject({ pid })
})

test('closing the pool starts nothing for those who still wait', async () => {
  const { settings, open } = gated()
  const pool = poolOf(settings, 1)
  void pool.invoke({ name: 'a' }).catch(() => undefined)
  void pool.invoke({ name: 'b' })
  await until(() => open.waiting() === 1)
  await pool.close()
  await expect.poll(() => process.getActiveResourcesInfo()).not.toContain('ProcessWrap')
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
