import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'

/** What one invocation came to, and the most that its objects took. */
export interface Worked extends SQSBatchResponse {
  readonly peakMb: number
}

/** The built worker in a process with as much memory as Lambda leaves it, which dies as it would there. */
export class WorkerProcess {
  /** How often it died of an invocation. */
  deaths = 0
  readonly #environment: NodeJS.ProcessEnv
  readonly #heapMb: number
  #child: ChildProcess | undefined

  constructor(environment: Readonly<Record<string, string>>, heapMb: number) {
    this.#environment = { ...process.env, ...environment }
    this.#heapMb = heapMb
  }

  /** Undefined where it died of that. */
  async work(records: readonly SQSRecord[], ms = 55_000): Promise<Worked | undefined> {
    const child = this.#child ?? this.#start()
    this.#child = child
    const { promise, resolve } = Promise.withResolvers<Worked | undefined>()
    const died = () => resolve(undefined)
    child.once('exit', died)
    child.once('message', (worked) => resolve(worked as Worked))
    child.send({ records, ms })
    const worked = await promise
    child.off('exit', died)
    if (worked) return worked
    this.deaths++
    this.#child = undefined
    return undefined
  }

  close(): void {
    this.#child?.kill()
  }

  #start(): ChildProcess {
    return fork(path.join(import.meta.dirname, 'invoke-worker.ts'), [path.resolve('dist/worker.mjs')], {
      env: this.#environment,
      execArgv: [`--max-old-space-size=${this.#heapMb}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
  }
}
