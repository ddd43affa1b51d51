import { StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { attributeOf } from '../../../lib/quota/caller-share.ts'
import { instanceOn } from './quota-instance.ts'
import { CountedTable, type State } from './state.ts'

export interface Call {
  readonly caller: string
  readonly askedAt: number
  /** When it may go out; undefined where that would be too late. */
  readonly at: number | undefined
}

export interface Offer {
  readonly caller: string
  readonly instances: readonly ReturnType<typeof instanceOn>[]
  readonly perSecond: number
  readonly forMs: number
  readonly latestMs: number
}

/** Instances on one clock, which stands still while a write is under way: no machine is too slow for it. */
export class World {
  readonly calls: Call[] = []
  readonly lane: string
  /** Whether the table is out of reach. */
  isOut = false
  readonly #state: State
  readonly #reader: CountedTable
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = []
  #now = 1_700_000_000_000
  #underWay = 0
  #writes = 0

  constructor(state: State, lane: string) {
    this.#state = state
    this.#reader = new CountedTable(state.name)
    this.lane = lane
  }

  get now(): number {
    return this.#now
  }

  get writes(): number {
    return this.#writes
  }

  async instances(count: number, callsPerSecond: number, rate?: number) {
    await this.#state.table()
    return Array.from({ length: count }, () => {
      const clock = { now: () => Math.floor(this.#now), sleep: (ms: number) => this.#sleep(ms) }
      return instanceOn(this.#table(), clock, callsPerSecond, rate)
    })
  }

  /** Calls that come evenly spaced, now here and now there. */
  offer(offer: Offer): void {
    void this.#come(offer)
  }

  async #come({ caller, instances, perSecond, forMs, latestMs }: Offer): Promise<void> {
    const count = Math.floor((perSecond * forMs) / 1000)
    const startedAt = this.#now
    for (let i = 0; i < count; i++) {
      await this.#sleep(startedAt + (i * 1000) / perSecond - this.#now)
      void this.ask(instances[i % instances.length]!, caller, latestMs)
    }
  }

  async ask(instance: ReturnType<typeof instanceOn>, caller: string, latestMs: number): Promise<void> {
    const askedAt = this.#now
    this.calls.push({ caller, askedAt, at: await instance.at(this.lane, latestMs, caller) })
  }

  /** Lets time pass; `look` sees every moment at which something happens. */
  async pass(ms: number, look?: () => void | Promise<void>): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await this.#settle()
      await look?.()
      const next = Math.min(...this.#sleepers.map(({ at }) => at))
      this.#now = Math.min(next, end)
      if (next > end) return
      const due = this.#sleepers.filter(({ at }) => at <= this.#now)
      this.#sleepers.splice(0, this.#sleepers.length, ...this.#sleepers.filter(({ at }) => at > this.#now))
      for (const { wake } of due) wake()
    }
  }

  /** How far ahead the lane has been taken. Milliseconds. */
  async ahead(): Promise<number> {
    const item = await this.#reader.get(`quota#${this.lane}`)
    return Number(item?.next) / 1000 - this.#now
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.#sleepers.push({ at: this.#now + ms, wake }))
  }

  async #settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve))
    while (this.#underWay > 0)
  }

  #table(): CountedTable {
    const count = (change: number) => {
      this.#underWay += change
      this.#writes += Math.max(0, change)
    }
    const isOut = () => this.isOut
    class Watched extends CountedTable {
      override async update(...asked: Parameters<CountedTable['update']>) {
        if (isOut()) throw new StateUnavailable(new Error('out of reach'))
        count(1)
        return super.update(...asked).finally(() => count(-1))
      }
    }
    return new Watched(this.#state.name)
  }
}

/** So many callers who are counted apart at this time. */
export function callersApart(count: number, now: number): string[] {
  const apart = new Map<string, string>()
  for (let i = 0; apart.size < count; i++) apart.set(attributeOf(`caller ${i}`, now), `caller ${i}`)
  return [...apart.values()]
}
