import type { Random } from '../random.ts'
import type { History } from './history.ts'
import { type Ended, Instance, type InstanceParts, type Role } from './instance.ts'
import type { Invocation } from './invocation.ts'
import type { Client } from './world/service.ts'

/** How many instances of each function there are, and how many requests one takes at a time. */
const sizes: Readonly<Record<Role, number>> = { http: 4, events: 2, worker: 3 }
const AT_ONCE: Readonly<Record<Role, number>> = { http: 25, events: 4, worker: 1 }
/** As serverless.yml sets them. */
const limitsMs: Readonly<Record<Role, number>> = { http: 29_000, events: 20_000, worker: 60_000 }

const LIFE_MS = 60_000
const START_MS = [100, 800] as const

export interface FleetParts extends InstanceParts {
  readonly history: History
  /** Told where a handler was still at it when its time was over. */
  readonly onOverrun: (invocation: Invocation) => void
}

/** All instances; each crashes some time, whatever it is at, and another begins in its place. */
export class Fleet {
  crashes = 0
  readonly #parts: FleetParts
  readonly #random: Random
  readonly #instances: Readonly<Record<Role, Instance[]>> = { http: [], events: [], worker: [] }
  #started = 0
  #isCalm = false

  constructor(parts: FleetParts) {
    this.#parts = parts
    this.#random = parts.random.fork()
    for (const [role, size] of Object.entries(sizes) as [Role, number][]) {
      for (let count = 0; count < size; count++) this.#start(role)
    }
  }

  calm(): void {
    this.#isCalm = true
  }

  /** One that can take a request more; by chance. */
  free(role: Role): Instance | undefined {
    const free = this.#instances[role].filter(({ running }) => running < AT_ONCE[role])
    return free[this.#random.whole(0, Math.max(0, free.length - 1))]
  }

  /** @param ms its time to live, where that is less than the function's */
  invoke(
    instance: Instance,
    invocation: Invocation,
    event: object,
    requestId: string,
    end: (ended: Ended) => void,
    ms = limitsMs[instance.role],
  ): void {
    const { world, onOverrun } = this.#parts
    let isOver = false
    world.time.after(ms, () => {
      if (isOver) return
      if (instance.isAlive) onOverrun(invocation)
      this.#crash(instance)
    })
    instance.invoke(invocation, event, requestId, ms, (ended) => {
      isOver = true
      end(ended)
    })
  }

  /** Ends one for want of memory; whoever waits for it hears nothing. */
  kill(client: Client): void {
    if (client instanceof Instance) this.#crash(client)
  }

  #start(role: Role): void {
    const { world } = this.#parts
    const instance = new Instance(`${role}${this.#started++}`, role, { ...this.#parts, random: this.#random.fork() })
    this.#parts.history.note(instance.id, 'starts')
    this.#instances[role].push(instance)
    world.time.after(LIFE_MS * (0.1 + 1.8 * this.#random.fraction()), () => {
      if (!this.#isCalm) this.#crash(instance)
    })
  }

  #crash(instance: Instance): void {
    const all = this.#instances[instance.role]
    const index = all.indexOf(instance)
    if (index < 0) return
    all.splice(index, 1)
    this.crashes++
    this.#parts.history.note(instance.id, `crashes amid ${instance.running} requests`)
    instance.crash()
    const [min, max] = START_MS
    this.#parts.world.time.after(this.#random.whole(min, max), () => this.#start(instance.role))
  }
}
