import type { Context } from 'aws-lambda'
import { readConfig } from '../../../lib/config.ts'
import type { Edges } from '../../../lib/edges.ts'
import { createGateway } from '../../../lib/gateway.ts'
import { createEventHandler } from '../../../lib/triggers/events/stack.ts'
import { createHttpHandler } from '../../../lib/triggers/http/stack.ts'
import { createQueueHandler } from '../../../lib/triggers/queue/stack.ts'
import type { Random } from '../random.ts'
import type { LeftUndone } from './check/left-undone.ts'
import { current, type Invocation } from './invocation.ts'
import type { BusEvent } from './world/bus.ts'
import { connectTo as connectBus } from './world/bus.ts'
import { connectTo as connectTable } from './world/connect-table.ts'
import { CALLS_PER_SECOND, JOBS_URL, tableNames, type World } from './world/index.ts'
import { WINDOW_BYTES } from './world/memory.ts'
import { connectTo as connectQueue, type LaidDown } from './world/queue.ts'
import { readFrom } from './world/secrets.ts'
import type { Client } from './world/service.ts'

export type Role = Invocation['role']

export type Ended =
  | { readonly kind: 'answered'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'died' }

export interface InstanceParts {
  readonly world: World
  readonly random: Random
  readonly leftUndone: LeftUndone
  /** Where it differs from the others of its world. */
  readonly settings?: Readonly<Record<string, string>>
  readonly onBusEvent: (event: BusEvent) => void
  readonly onLetter: (letter: LaidDown) => void
  readonly onLog: (line: string) => void
  /** Puts a known fault in, to see whether the checks find it. */
  readonly plant: (edges: Edges) => Edges
}

/** Clocks of instances differ by so much either way. */
const SKEW_MS = 5

const SETTINGS = {
  ACCESS_POLICY: 'open',
  CHAT_DEFAULT_APP: 'one',
  USERSIG_TTL_SECONDS: '120',
  SECRET_TTL_SECONDS: '60',
  UPSTREAM_CALLS_PER_SECOND: String(CALLS_PER_SECOND),
  STATE_TABLE: tableNames.state,
  JOBS_TABLE: tableNames.jobs,
  JOBS_QUEUE_URL: JOBS_URL,
  DEAD_LETTER_QUEUE_URL: 'https://sqs.example/letters.fifo',
  EVENT_BUS: 'bus',
  JOB_RETRY_SECONDS: '1',
  JOBS_WINDOW_BYTES: String(WINDOW_BYTES),
  LOG_LEVEL: 'WARN',
}

type Handle = (event: never, context: Context) => Promise<unknown>

/** A gateway of its own in a process of its own, as far as anybody can tell: when it crashes, all that it waits for is gone. */
export class Instance implements Client {
  readonly id: string
  readonly role: Role
  isAlive = true
  readonly #world: World
  readonly #handle: Handle
  readonly #running = new Set<(ended: Ended) => void>()

  constructor(id: string, role: Role, parts: InstanceParts) {
    this.id = id
    this.role = role
    this.#world = parts.world
    const gateway = createGateway(readConfig({ ...SETTINGS, ...parts.settings }), parts.plant(edgesOf(this, parts)))
    if (role !== 'events') gateway.readAhead()
    const handlers = { http: createHttpHandler, events: createEventHandler, worker: createQueueHandler }
    this.#handle = handlers[role](gateway) as Handle
  }

  get running(): number {
    return this.#running.size
  }

  /** Runs the handler; it ends once, by whatever comes first. */
  invoke(invocation: Invocation, event: object, requestId: string, limitMs: number, end: (ended: Ended) => void): void {
    const { time } = this.#world
    const limitAt = time.now + limitMs
    const endOnce = (ended: Ended) => {
      if (this.#running.delete(endOnce)) end(ended)
    }
    this.#running.add(endOnce)
    const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => limitAt - time.now } as Context
    current
      .run(invocation, () => this.#handle(event as never, context))
      .then(
        (value) => this.isAlive && endOnce({ kind: 'answered', value }),
        (error: unknown) => this.isAlive && endOnce({ kind: 'threw', error }),
      )
  }

  crash(): void {
    this.isAlive = false
    for (const end of [...this.#running]) end({ kind: 'died' })
  }
}

function edgesOf(instance: Instance, { world, random, leftUndone, onBusEvent, onLetter, onLog }: InstanceParts): Edges {
  const { time, chat, secrets, tables, jobs, memory, services } = world
  const skewMs = SKEW_MS * (2 * random.fraction() - 1)
  const sleep = (ms: number) => new Promise<void>((resolve) => time.after(ms, () => instance.isAlive && resolve()))
  return {
    clock: { now: () => Math.floor(time.now + skewMs), sleep },
    random: random.fraction,
    send: (exchange) => chat.exchange(instance, exchange),
    probe: (origin) => chat.probe(instance, origin),
    readSecrets: () => readFrom(secrets, services.secrets, instance),
    connectTable: connectTable(tables, services.table, instance, { leftUndone, memory }),
    connectQueue: connectQueue({ jobsUrl: JOBS_URL, jobs, bury: onLetter }, services.queue, instance),
    connectBus: connectBus(onBusEvent, services.bus, instance, random),
    writeLog: (line) => {
      noteLog(line)
      onLog(line)
    },
  }
}

/** What the log tells of its own invocation: that an answer was given which a repeat will not get, or a key left as it is. */
function noteLog(line: string): void {
  const invocation = current.getStore()
  if (invocation && line.includes('"answer not stored"')) invocation.isUnstored = true
  if (invocation && line.includes('"idempotency key not freed"')) invocation.isUnfreed = true
}
