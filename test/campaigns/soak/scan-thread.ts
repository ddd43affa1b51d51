import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** What a scan has come to. */
export interface Found {
  /** Secrets found, and where. */
  readonly leaks: readonly string[]
  /** Characters searched for them. */
  readonly searched: number
  /** UserSigs that were searched for. */
  readonly userSigs: number
}

/** What the thread is told; `tell` asks what it has found in all that came before. */
export type ToScan =
  | { readonly is: 'text'; readonly place: string; readonly text: string }
  | { readonly is: 'userSig'; readonly name: string; readonly userSig: string }
  | { readonly is: 'tell' }

/** A scan for secrets in a thread with a heap of its own: what it keeps must not count as what the process it watches keeps. */
export class ScanThread {
  readonly #worker: Worker

  /** @param keys by name */
  constructor(keys: Readonly<Record<string, string>>) {
    this.#worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { workerData: keys })
  }

  search(place: string, text: string): void {
    this.#post({ is: 'text', place, text })
  }

  addUserSig(name: string, userSig: string): void {
    this.#post({ is: 'userSig', name, userSig })
  }

  /** What was found in all that was handed over so far; rejects where the thread has broken. */
  async found(): Promise<Found> {
    this.#post({ is: 'tell' })
    const [found] = (await once(this.#worker, 'message')) as [Found]
    return found
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #post(message: ToScan): void {
    this.#worker.postMessage(message)
  }
}
