import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { REGION } from '../account.ts'
import { InvocationError } from './invocation-error.ts'
import type { FunctionSettings } from './settings.ts'

export interface ToInstance {
  /** JSON, as Lambda hands it over. */
  event: string
  requestId: string
  /** Epoch milliseconds. */
  deadline: number
  traceId: string
}

export interface Failure {
  type: string
  message: string
  trace: string
}

export type FromInstance =
  | { is: 'ready' }
  | { is: 'unloadable'; failure: Failure }
  | { is: 'answer'; requestId: string; payload: string }
  | { is: 'failure'; requestId: string; failure: Failure }

const RUNTIME = fileURLToPath(new URL('./runtime.ts', import.meta.url))
const INIT_LIMIT_MS = 10_000

/** One execution environment of a function: a process that takes one invocation at a time. */
export class Instance {
  readonly #settings: FunctionSettings
  readonly #process: ChildProcess
  readonly #gone: Promise<InvocationError>
  /** Rejects with an InvocationError when the bundle can't be loaded. */
  readonly ready: Promise<void>

  /** `log` gets each line the function writes, to either stream. */
  constructor(settings: FunctionSettings, log: (line: string) => void) {
    this.#settings = settings
    this.#process = fork(RUNTIME, [settings.file, settings.export], {
      env: environmentOf(settings),
      // Lambda too leaves the heap about nine tenths of the memory.
      execArgv: [`--max-old-space-size=${Math.floor(settings.memoryMb * 0.9)}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      createInterface({ input: stream }).on('line', log)
    }
    this.#gone = once(this.#process, 'exit').then(([code, signal]) => exitError(code ?? signal))
    this.ready = this.#initialised()
    // Whoever waits hears of it; nobody waiting must not bring the gateway down.
    this.ready.catch(() => undefined)
  }

  /** Resolves once the process is gone, however it went. */
  get gone(): Promise<unknown> {
    return this.#gone
  }

  /** Whether it can take an invocation; a process that was told to die still runs for a moment. */
  get alive(): boolean {
    return this.#process.connected && !this.#process.killed
  }

  /** The handler's answer as JSON. Rejects with an InvocationError; after a timeout or a crash the instance is dead. */
  async invoke(event: string, requestId: string, traceId = newTraceId()): Promise<string> {
    await this.ready
    const limit = this.#settings.timeoutSeconds * 1000
    const told = this.#hear(({ is }) => is === 'answer' || is === 'failure')
    const asked: ToInstance = { event, requestId, deadline: Date.now() + limit, traceId }
    // A process that is just dying can't be told any more, which would bring the gateway down; its end says enough.
    this.#process.send(asked, () => undefined)
    const message = await this.#within(limit, told, {
      type: 'Sandbox.Timedout',
      message: `RequestId: ${requestId} Error: Task timed out after ${(limit / 1000).toFixed(2)} seconds`,
    })
    if (message.is === 'answer') return message.payload
    throw new InvocationError((message as { failure: Failure }).failure)
  }

  kill(): void {
    this.#process.kill('SIGKILL')
  }

  /** Stops the process where it stands, until it is told to go on; the machine's clock does. */
  freeze(): void {
    this.#signal('SIGSTOP')
  }

  thaw(): void {
    this.#signal('SIGCONT')
  }

  /** ChildProcess.kill takes every signal for the end of the process. */
  #signal(signal: NodeJS.Signals): void {
    if (this.alive) process.kill(this.#process.pid!, signal)
  }

  async #initialised(): Promise<void> {
    const message = await this.#within(
      INIT_LIMIT_MS,
      this.#hear(() => true),
      {
        type: 'Sandbox.Timedout',
        message: `The bundle took longer than ${INIT_LIMIT_MS / 1000} seconds to load`,
      },
    )
    if (message.is !== 'unloadable') return
    this.kill()
    throw new InvocationError(message.failure)
  }

  #hear(wanted: (message: FromInstance) => boolean): Promise<FromInstance> {
    return new Promise((resolve) => {
      const hear = (message: FromInstance) => {
        if (!wanted(message)) return
        this.#process.off('message', hear)
        resolve(message)
      }
      this.#process.on('message', hear)
    })
  }

  async #within(ms: number, message: Promise<FromInstance>, late: Omit<Failure, 'trace'>): Promise<FromInstance> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<InvocationError>((resolve) => {
      timer = setTimeout(() => resolve(new InvocationError({ ...late, trace: '' })), ms)
    })
    const first = await Promise.race([message, this.#gone, tooLate])
    clearTimeout(timer)
    if (!(first instanceof InvocationError)) return first
    this.kill()
    throw first
  }
}

const newTraceId = (): string =>
  `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(8)};Sampled=0`

function exitError(reason: unknown): InvocationError {
  return new InvocationError({ type: 'Runtime.ExitError', message: `Runtime exited: ${reason}`, trace: '' })
}

/** Exactly what Lambda sets, and the function's own: nothing of the machine may leak in and make it work only here. */
function environmentOf(settings: FunctionSettings): NodeJS.ProcessEnv {
  return {
    // Windows can open no socket without it.
    ...(process.env.SystemRoot && { SystemRoot: process.env.SystemRoot }),
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: settings.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${randomUUID().replaceAll('-', '')}`,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    // On AWS too each function has credentials of its own, by which its role is known.
    AWS_ACCESS_KEY_ID: settings.name,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    ...settings.environment,
  }
}
