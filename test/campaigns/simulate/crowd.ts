import type { SQSBatchResponse } from 'aws-lambda'
import { compileSchemas } from '../../../scripts/compile-schemas.ts'
import { freshSeed, readFlags } from '../flags.ts'
import { createRandom } from '../random.ts'
import type { Attempt } from './check/attempt.ts'
import { LeftUndone } from './check/left-undone.ts'
import { httpEvent, pathOf } from './http-event.ts'
import type { Instance } from './instance.ts'
import type { Invocation } from './invocation.ts'
import { takeOver } from './take-over.ts'
import type { World } from './world/index.ts'
import { VirtualTime } from './world/virtual-time.ts'

const ABOUT = `Queues a crowd of jobs of one caller in one app, in the simulated world, and tells how long others wait beside it: one who asks for
5 % of the quota in the same app, and one who asks for little in an idle app. Nothing goes wrong in this world.`

const BEGIN = 1_767_225_600_000
const BATCH = 100
const BETWEEN_BATCHES_MS = 100
/** As serverless.yml sets them. */
const WORKERS = 10
const HTTP_INSTANCES = 4
const LIMIT_MS = 60_000
/** What the event source mapping takes between two batches. */
const POLL_MS = 10

type Caller = 'greedy' | 'modest' | 'idle'

/** When a job was accepted and when its call went out, in Unix milliseconds. */
interface Times {
  acceptedAt?: number
  begunAt?: number
}

const { numbers } = readFlags('simulate/crowd', ABOUT, {
  seed: { meaning: 'of all chance; the same gives the same run', fallback: freshSeed(), min: 0, max: 2 ** 31 - 1 },
  jobs: { meaning: 'how many jobs the greedy caller queues', fallback: 10_000, min: 100, max: 200_000 },
})

class Crowd {
  readonly times = new Map<string, Times>()
  refused = 0
  batches = 0
  longest = 0
  receives = 0
  mostReceives = 0
  #asked = 0
  readonly world: World
  readonly #time: VirtualTime
  readonly #https: readonly Instance[]
  readonly #workers: readonly Instance[]

  constructor(time: VirtualTime, world: World, https: readonly Instance[], workers: readonly Instance[]) {
    this.#time = time
    this.world = world
    this.#https = https
    this.#workers = workers
  }

  begun({ account }: Attempt): void {
    const times = this.times.get(account)
    if (times) times.begunAt ??= this.#time.now
  }

  ask(caller: Caller, app: string, count: number): void {
    const requests = Array.from({ length: count }, () => {
      const userId = `${caller}${this.#asked++}`
      return {
        id: userId,
        operation: 'friends.update',
        body: { app, userId, friends: [{ userId: 'p1', remark: 'x' }] },
      }
    })
    const event = httpEvent(
      'POST',
      '/v1/batch',
      `arn:aws:iam::000000000000:user/${caller}`,
      JSON.stringify({ requests }),
      {
        prefer: 'respond-async',
      },
    )
    const instance = this.#https[this.#asked % this.#https.length] as Instance
    instance.invoke(invocationOf(instance, 'http'), event, `r${this.#asked}`, 29_000, (ended) => {
      if (ended.kind !== 'answered') throw new Error(`${ended.kind} ${String(Object(ended).error)}`)
      const { responses } = JSON.parse(Object(ended.value).body) as { responses: { id: string; status: number }[] }
      for (const { id, status } of responses) {
        if (status === 202) this.times.set(id, { ...this.times.get(id), acceptedAt: this.#time.now })
        else this.refused++
      }
    })
    for (const { id } of requests) this.times.set(id, {})
  }

  /** Each worker takes batch after batch. */
  work(): void {
    for (const worker of this.#workers) this.#poll(worker)
  }

  #poll(worker: Instance): void {
    const { jobs } = this.world
    const records = jobs.receive()
    if (records.length === 0) return void this.#time.after(POLL_MS, () => this.#poll(worker))
    this.receives += records.length
    for (const { attributes } of records)
      this.mostReceives = Math.max(this.mostReceives, Number(attributes.ApproximateReceiveCount))
    const startedAt = this.#time.now
    worker.invoke(invocationOf(worker, 'worker'), { Records: records }, `w${this.batches++}`, LIMIT_MS, (ended) => {
      if (ended.kind !== 'answered') throw new Error(`${ended.kind} ${String(Object(ended).error)}`)
      this.longest = Math.max(this.longest, this.#time.now - startedAt)
      const failed = new Set((ended.value as SQSBatchResponse).batchItemFailures.map((one) => one.itemIdentifier))
      for (const record of records) if (!failed.has(record.messageId)) jobs.delete(record)
      this.#time.after(POLL_MS, () => this.#poll(worker))
    })
  }

  /** Seconds from acceptance to the call, sorted. */
  waits(caller: Caller): number[] {
    return [...this.times]
      .filter(
        ([id, { acceptedAt, begunAt }]) => id.startsWith(caller) && acceptedAt !== undefined && begunAt !== undefined,
      )
      .map(([, { acceptedAt = 0, begunAt = 0 }]) => Math.max(0, begunAt - acceptedAt) / 1000)
      .toSorted((a, b) => a - b)
  }
}

const invocationOf = ({ id }: Instance, role: Invocation['role']): Invocation => ({
  instance: id,
  role,
  asked: [],
  attempts: [],
  isUnstored: false,
})

let logged = 0
const fail = (what: string): never => {
  throw new Error(what)
}

async function run(): Promise<void> {
  await compileSchemas()
  const random = createRandom(numbers.seed)
  const time = new VirtualTime(BEGIN)
  const machine = takeOver(time, random.fork())
  const { createSimulatedWorld, CALLS_PER_SECOND } = await import('./world/index.ts')
  const { Instance } = await import('./instance.ts')
  const { warmUp } = await import('./warm-up.ts')
  await warmUp()
  let crowd: Crowd | undefined
  const nothing = () => undefined
  const watch = {
    published: nothing,
    signed: nothing,
    sent: (attempt: Attempt) => crowd?.begun(attempt),
    damaged: nothing,
    reached: nothing,
    carriedOut: nothing,
    ended: nothing,
  }
  const world = createSimulatedWorld(time, random.fork(), watch)
  world.chat.badShare = 0
  for (const service of Object.values(world.services)) service.mode = 'perfect'
  const leftUndone = new LeftUndone(time, (what) => fail(what))
  const parts = {
    world,
    leftUndone,
    onBusEvent: nothing,
    onLetter: nothing,
    onLog: (line: string) => {
      if (!line.includes('"request"') && logged++ < 0) console.error(line)
    },
    plant: <T>(edges: T) => edges,
  }
  const instances = (role: Invocation['role'], count: number) =>
    Array.from(
      { length: count },
      (_, index) => new Instance(`${role}${index}`, role, { ...parts, random: random.fork() }),
    )
  crowd = new Crowd(time, world, instances('http', HTTP_INSTANCES), instances('worker', WORKERS))
  const all = crowd
  all.work()
  const batches = Math.ceil(numbers.jobs / BATCH)
  for (let batch = 0; batch < batches; batch++)
    time.after(batch * BETWEEN_BATCHES_MS, () => all.ask('greedy', 'one', BATCH))
  const filledMs = batches * BETWEEN_BATCHES_MS
  for (let second = 0; second < 60; second += 2) {
    time.after(filledMs + second * 1000, () => all.ask('idle', 'two', 1))
    time.after(filledMs + second * 1000 + 300, () => all.ask('modest', 'one', Math.round(CALLS_PER_SECOND * 0.05 * 2)))
  }
  let before = [0, 0]
  const tick = () => {
    const visible = (world.jobs as never as { visible: number }).visible
    const begun = [...all.times.values()].filter((t) => t.begunAt).length
    console.error(
      Math.round((time.now - BEGIN) / 1000),
      'receives',
      all.receives - before[0]!,
      'batches',
      all.batches - before[1]!,
      'visible',
      visible,
      'waiting',
      world.jobs.size,
      'begun',
      begun,
    )
    before = [all.receives, all.batches]
    if (time.now < BEGIN + 20000) time.after(1000, tick)
  }
  tick()
  const isDone = () => time.now > BEGIN + filledMs + 62_000 && world.jobs.size === 0
  const started = machine.wallClock()
  let last = started
  while (!isDone() && time.passOn()) {
    await machine.settle()
    if (machine.wallClock() - last > 5000) {
      last = machine.wallClock()
      console.error(
        (time.now - BEGIN) / 1000,
        world.jobs.size,
        all.receives,
        all.batches,
        [...all.times.values()].filter((t) => t.begunAt).length,
      )
      if (last - started > 100000) break
    }
  }
  print(all, (time.now - BEGIN) / 1000, (numbers.jobs / CALLS_PER_SECOND) * 1)
}

function print(crowd: Crowd, seconds: number, leastSeconds: number): void {
  const facts = Object.fromEntries(
    (['greedy', 'modest', 'idle'] as const).map((caller) => {
      const waits = crowd.waits(caller)
      const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))]?.toFixed(2)
      return [
        caller,
        {
          begun: waits.length,
          median: at(0.5),
          most: at(1),
          first: [...crowd.times]
            .filter(([id]) => id.startsWith(caller))
            .slice(0, 8)
            .map(([, t]) => (((t.begunAt ?? 0) - (t.acceptedAt ?? 0)) / 1000).toFixed(2))
            .join(),
        },
      ]
    }),
  )
  const { refused, receives, mostReceives, batches, longest } = crowd
  console.log(
    JSON.stringify({
      ...facts,
      seconds: Math.round(seconds),
      leastSeconds,
      refused,
      receives,
      mostReceives,
      batches,
      longest: Math.round(longest),
    }),
  )
}

await run()
