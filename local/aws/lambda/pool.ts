import { Instance } from './instance.ts'
import { InvocationError } from './invocation-error.ts'
import type { FunctionSettings } from './settings.ts'

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (the answer's 100 bytes more are the API's own figure)
const REQUEST_LIMIT = 6 * 1024 * 1024
const ANSWER_LIMIT = 6 * 1024 * 1024 + 100

export interface PoolOptions {
  settings: FunctionSettings
  /** As reserved concurrency: an invocation beyond it is refused, never queued, since Lambda queues none either. */
  instances: number
  /** Each line a function writes. */
  log?: (line: string) => void
}

/** A function and its instances, whatever it is that invokes it (HTTP, a queue, an event). */
export class Pool {
  readonly settings: FunctionSettings
  readonly #options: PoolOptions
  readonly #all = new Set<Instance>()
  /** The most recently used last. */
  #idle: Instance[] = []

  constructor(options: PoolOptions) {
    this.settings = options.settings
    this.#options = options
  }

  /** Starts one instance ahead of the first invocation; rejects with an InvocationError if the bundle can't be loaded. */
  async warm(): Promise<void> {
    const instance = this.#start()
    await instance.ready
    this.#idle.push(instance)
  }

  /**
   * Runs the handler once and answers what it returned, through JSON as Lambda does.
   * Rejects with an InvocationError: the handler's own, Sandbox.Timedout, Runtime.ExitError, TooManyRequestsException,
   * RequestTooLargeException or Function.ResponseSizeTooLarge.
   */
  async invoke(event: unknown, requestId: string): Promise<unknown> {
    const text = JSON.stringify(event)
    checkSize('RequestTooLargeException', 'Request', text, REQUEST_LIMIT)
    const instance = this.#take()
    try {
      const answer = await instance.invoke(text, requestId)
      checkSize('Function.ResponseSizeTooLarge', 'Response', answer, ANSWER_LIMIT)
      return JSON.parse(answer)
    } finally {
      if (instance.alive) this.#idle.push(instance)
    }
  }

  /** Kills every instance and waits until they are gone. */
  async close(): Promise<void> {
    const instances = [...this.#all]
    for (const instance of instances) instance.kill()
    await Promise.all(instances.map(({ gone }) => gone))
  }

  #take(): Instance {
    const idle = this.#idle.pop()
    if (idle) return idle
    if (this.#all.size < this.#options.instances) return this.#start()
    const message = `Rate exceeded: all ${this.#all.size} instances are busy`
    throw new InvocationError({ type: 'TooManyRequestsException', message })
  }

  #start(): Instance {
    const instance = new Instance(this.settings, this.#options.log ?? (() => undefined))
    this.#all.add(instance)
    void instance.gone.then(() => {
      this.#all.delete(instance)
      this.#idle = this.#idle.filter((other) => other !== instance)
    })
    return instance
  }
}

function checkSize(type: string, what: string, text: string, limit: number): void {
  if (Buffer.byteLength(text) <= limit) return
  const message = `${what} payload size exceeded maximum allowed payload size (${limit} bytes).`
  throw new InvocationError({ type, message })
}
