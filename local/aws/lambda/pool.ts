import { randomUUID } from 'node:crypto'
import { Instance } from './instance.ts'
import { InvocationError } from './invocation-error.ts'
import type { FunctionSettings } from './settings.ts'

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (the answer's 100 bytes more are the API's own figure)
const REQUEST_LIMIT = 6 * 1024 * 1024
const ANSWER_LIMIT = 6 * 1024 * 1024 + 100

/** What an account may run at once unless AWS raises it; a function's own reserved concurrency goes before. */
const ACCOUNT_CONCURRENCY = 1000

export interface PoolOptions {
  settings: FunctionSettings
  /**
   * Most processes. That is this machine's limit, not Lambda's: where Lambda would start yet another instance, an invocation
   * waits for one to be free.
   */
  instances: number
  /** Each line a function writes. */
  log?: (line: string) => void
  /** Each invocation that gave no answer. */
  failed?: (error: InvocationError) => void
}

/** What an invocation carries on from whatever caused it; made up unless given. */
export interface Origin {
  /** A retry has that of the attempt before it. */
  requestId?: string | undefined
  /** As X-Ray's header has it. */
  traceId?: string | undefined
}

interface Waiting {
  resolve: (instance: Instance) => void
  reject: (error: InvocationError) => void
}

/** A function and its instances, whatever it is that invokes it (HTTP, a queue, an event). */
export class Pool {
  readonly settings: FunctionSettings
  readonly #options: PoolOptions
  readonly #all = new Set<Instance>()
  /** The most recently used last. */
  #idle: Instance[] = []
  #waiting: Waiting[] = []
  #underWay = 0

  constructor(options: PoolOptions) {
    this.settings = options.settings
    this.#options = options
  }

  /** Starts one instance ahead of the first invocation; rejects with an InvocationError if the bundle can't be loaded. */
  async warm(): Promise<void> {
    const instance = this.#start()
    await instance.ready
    this.#release(instance)
  }

  /**
   * Runs the handler once and answers what it returned, through JSON as Lambda does.
   * Rejects with an InvocationError: the handler's own, Sandbox.Timedout, Runtime.ExitError, TooManyRequestsException (beyond
   * the function's or the account's concurrency), RequestTooLargeException or Function.ResponseSizeTooLarge.
   */
  async invoke(event: unknown, origin: Origin = {}): Promise<unknown> {
    const text = JSON.stringify(event)
    checkSize('RequestTooLargeException', 'Request', text, REQUEST_LIMIT)
    const most = this.settings.reservedConcurrency ?? ACCOUNT_CONCURRENCY
    if (this.#underWay >= most) {
      throw new InvocationError({ type: 'TooManyRequestsException', message: `Rate exceeded: ${most} are running` })
    }
    this.#underWay++
    try {
      const answer = await this.#run(text, origin)
      checkSize('Function.ResponseSizeTooLarge', 'Response', answer, ANSWER_LIMIT)
      return JSON.parse(answer)
    } catch (error) {
      if (error instanceof InvocationError) this.#options.failed?.(error)
      throw error
    } finally {
      this.#underWay--
    }
  }

  /** Kills every instance and waits until they are gone; what still waits for one is never run. */
  async close(): Promise<void> {
    this.#waiting = []
    await this.killAll()
  }

  /** Ends all that is under way, or waits for an instance, without an answer; later invocations get new instances. */
  async breakOff(): Promise<void> {
    const message = 'The invocation was broken off before an instance was free'
    for (const { reject } of this.#waiting.splice(0))
      reject(new InvocationError({ type: 'Runtime.ExitError', message }))
    await this.killAll()
  }

  /** What a machine that dies does to the instances on it: invocations under way break, later ones get new instances. */
  async killAll(): Promise<void> {
    await killed([...this.#all])
  }

  /** Kills those alone that have an invocation under way, so that the next one finds an instance that stands ready. */
  async killBusy(): Promise<void> {
    await killed([...this.#all].filter((instance) => !this.#idle.includes(instance)))
  }

  /** Stops every instance where it stands, as Lambda does between two invocations; the machine's clock goes on. */
  freezeAll(): void {
    for (const instance of this.#all) instance.freeze()
  }

  /** Lets them go on. */
  thawAll(): void {
    for (const instance of this.#all) instance.thaw()
  }

  async #run(event: string, { requestId = randomUUID(), traceId }: Origin): Promise<string> {
    const instance = await this.#take()
    try {
      return await instance.invoke(event, requestId, traceId)
    } finally {
      this.#release(instance)
    }
  }

  #take(): Instance | Promise<Instance> {
    // One that has just died isn't off the list yet.
    this.#idle = this.#idle.filter(({ alive }) => alive)
    const idle = this.#idle.pop()
    if (idle) return idle
    if (this.#all.size < this.#options.instances) return this.#start()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
    })
  }

  #release(instance: Instance): void {
    if (!instance.alive) return
    const next = this.#waiting.shift()
    if (next) next.resolve(instance)
    else this.#idle.push(instance)
  }

  #start(): Instance {
    const instance = new Instance(this.settings, this.#options.log ?? (() => undefined))
    this.#all.add(instance)
    void instance.gone.then(() => {
      this.#all.delete(instance)
      this.#idle = this.#idle.filter((other) => other !== instance)
      this.#waiting.shift()?.resolve(this.#start())
    })
    return instance
  }
}

async function killed(instances: readonly Instance[]): Promise<void> {
  for (const instance of instances) instance.kill()
  await Promise.all(instances.map(({ gone }) => gone))
}

function checkSize(type: string, what: string, text: string, limit: number): void {
  if (Buffer.byteLength(text) <= limit) return
  const message = `${what} payload size exceeded maximum allowed payload size (${limit} bytes).`
  throw new InvocationError({ type, message })
}
