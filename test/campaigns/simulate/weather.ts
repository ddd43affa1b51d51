import { rotationOrders } from '../../../local/chat/world/rotation.ts'
import type { Random } from '../random.ts'
import { APPS } from './bodies.ts'
import type { History } from './history.ts'
import { hostsOf, type World } from './world/index.ts'
import type { Mode } from './world/service.ts'

interface Spell {
  readonly name: string
  readonly seconds: readonly [min: number, max: number]
  readonly begin: (world: World, random: Random) => () => void
}

const service =
  (which: keyof World['services'], mode: Mode): Spell['begin'] =>
  ({ services }) => {
    services[which].mode = mode
    return () => {
      services[which].mode = 'fair'
    }
  }

function crowded({ tables: { jobs } }: World): () => void {
  jobs.isCrowded = true
  return () => {
    jobs.isCrowded = false
  }
}

function memoryShort({ memory }: World): () => void {
  memory.isShort = true
  return () => {
    memory.isShort = false
  }
}

function hostDown({ chat }: World, random: Random): () => void {
  const [primary, backup] = hostsOf(random.pick(APPS))
  const hosts = random.isLucky(0.2) ? [primary, backup] : [primary]
  for (const host of hosts) chat.down.set(host, random.pick(['refuses', 'silent']))
  return () => {
    for (const host of hosts) chat.down.delete(host)
  }
}

function badNetwork({ chat }: World): () => void {
  const { badShare } = chat
  chat.badShare = 0.3
  return () => {
    chat.badShare = badShare
  }
}

/** The key changes on two sides, in either order. */
function rotation({ emulator }: World, random: Random): () => void {
  const app = emulator.apps.get(random.pick(APPS))
  const order = random.pick(rotationOrders)
  if (app && !emulator.rotations.has(app)) emulator.rotations.start(app, order, random.whole(0, 3000))
  return () => undefined
}

/** By weight. */
export const spells: readonly (readonly [number, Spell])[] = [
  [2, { name: 'table out', seconds: [2, 15], begin: service('table', 'out') }],
  [2, { name: 'table slow', seconds: [3, 12], begin: service('table', 'slow') }],
  [2, { name: 'table throttled', seconds: [3, 12], begin: service('table', 'throttled') }],
  [3, { name: 'table crowded', seconds: [5, 15], begin: crowded }],
  [3, { name: 'memory short', seconds: [3, 12], begin: memoryShort }],
  [2, { name: 'queue out', seconds: [2, 12], begin: service('queue', 'out') }],
  [1, { name: 'bus out', seconds: [2, 12], begin: service('bus', 'out') }],
  [2, { name: 'secrets out', seconds: [5, 30], begin: service('secrets', 'out') }],
  [3, { name: 'host down', seconds: [3, 15], begin: hostDown }],
  [3, { name: 'bad network', seconds: [3, 12], begin: badNetwork }],
  [3, { name: 'rotation', seconds: [4, 4], begin: rotation }],
]

const BETWEEN_SECONDS = [3, 15] as const
/** How long after a failed request to the table places may still come from two hands: an instance looks at it again after five seconds. */
const AFTERMATH_MS = 8000

/** What goes wrong in the world beside single requests, one spell after another. */
export class Weather {
  readonly counts = new Map<string, number>()
  readonly #world: World
  readonly #random: Random
  readonly #history: History
  #isCalm = false

  constructor(world: World, random: Random, history: History) {
    this.#world = world
    this.#random = random
    this.#history = history
    this.#next()
  }

  /** No more spells; the one that is on still ends. */
  calm(): void {
    this.#isCalm = true
    this.#world.chat.badShare = 0
  }

  /** Whether instances may just now disagree on the quota, since one could not reach the table of late. */
  get isQuotaInDoubt(): boolean {
    return this.#world.time.now < this.#world.services.table.failedAt + AFTERMATH_MS
  }

  #next(): void {
    const [min, max] = BETWEEN_SECONDS
    this.#world.time.after(1000 * this.#random.whole(min, max), () => {
      if (!this.#isCalm) this.#begin(this.#random.weighted(spells))
    })
  }

  #begin({ name, seconds: [min, max], begin }: Spell): void {
    const end = begin(this.#world, this.#random)
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    this.#history.note('weather', `${name} begins`)
    this.#world.time.after(1000 * this.#random.whole(min, max), () => {
      end()
      if (this.#isCalm) this.#world.chat.badShare = 0
      this.#history.note('weather', `${name} ends`)
      this.#next()
    })
  }
}
