import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Edges } from '../../../lib/edges.ts'
import type { Random } from '../random.ts'
import { accountOf } from './asked.ts'
import { Callers, callerArn } from './callers.ts'
import type { Answer } from './check/answers.ts'
import { Checker } from './check/checker.ts'
import { LeftUndone } from './check/left-undone.ts'
import { meaningOf } from './check/operation-facts.ts'
import { Desk } from './desk.ts'
import { EventSource } from './event-source.ts'
import { Fleet } from './fleet.ts'
import type { History } from './history.ts'
import { current, type Invocation } from './invocation.ts'
import type { DoorPlant } from './letter-plants.ts'
import { Letters } from './letters.ts'
import type { Machine } from './take-over.ts'
import { Weather } from './weather.ts'
import { Workers } from './workers.ts'
import type { BusEvent } from './world/bus.ts'
import { createSimulatedWorld, type World } from './world/index.ts'
import type { LaidDown } from './world/queue.ts'
import type { VirtualTime } from './world/virtual-time.ts'

export interface SimulationParts {
  readonly time: VirtualTime
  readonly random: Random
  readonly machine: Machine
  readonly history: History
  readonly operations: number
  readonly plant: (edges: Edges) => Edges
  readonly doorPlant: DoorPlant
  readonly progress: (done: number) => void
}

/** Callers come about so often, and in a rush now and then. */
const BETWEEN_MS = 10
const RUSH_EVERY_MS = 40_000
const RUSH_MS = 6000
const RUSH_FACTOR = 3
const CROWD = 40
const SWEEP_MS = 30_000
/** What is open when the last caller has come must have ended by so much later. */
const DRAIN_MS = 7_200_000
/** A lease ends by itself, a second after its taker's deadline at the latest. */
const LONGEST_LEASE_MS = 62_000

type Item = Readonly<Record<string, AttributeValue>>

const isQueueable = (operation: string): boolean => !meaningOf(operation).isRead

/** Everything together: callers, instances, the world, and the checks. */
export class Simulation {
  readonly checker: Checker
  readonly fleet: Fleet
  readonly weather: Weather
  readonly leftUndone: LeftUndone
  readonly letters: Letters
  issued = 0
  readonly #parts: SimulationParts
  readonly #world: World
  readonly #callers: Callers
  readonly #events: EventSource
  readonly #workers: Workers
  #isDrained = false

  constructor(parts: SimulationParts) {
    const { time, random, history } = parts
    this.#parts = parts
    this.checker = new Checker(history, () => time.now)
    const onBusEvent = (event: BusEvent) => this.#told(event)
    const onLetter = (letter: LaidDown) => {
      this.letters.lay(letter)
      this.checker.left('a dead letter', letter.text)
    }
    this.#world = createSimulatedWorld(time, random.fork(), this.checker)
    this.checker.messages.chat = this.#world.emulator
    this.#watchTables()
    const onOverrun = ({ role, asked: [first] }: Invocation) =>
      this.checker.break('handlers end in their time', role, first && accountOf(first))
    this.leftUndone = new LeftUndone(time, (what) => this.checker.break('what a batch leaves is asked for again', what))
    const fleetParts = {
      leftUndone: this.leftUndone,
      world: this.#world,
      random: random.fork(),
      onBusEvent,
      onLetter,
      onLog: (line: string) => this.#logged(line),
      plant: parts.plant,
    }
    this.fleet = new Fleet({ ...fleetParts, history, onOverrun })
    const { fleet, checker } = this
    this.#world.memory.parts = {
      kill: (client) => fleet.kill(client),
      broken: (rule, what) => checker.break(rule, what),
    }
    const desk = new Desk({ time, random: random.fork(), fleet, checker })
    const some = { time, fleet, checker, desk }
    this.#callers = new Callers({ ...some, random: random.fork() })
    this.#events = new EventSource({ ...some, random: random.fork() })
    this.#workers = new Workers({ ...some, random: random.fork(), queue: this.#world.jobs, plant: parts.doorPlant })
    this.letters = new Letters({ time, random: random.fork(), checker, queue: this.#world.jobs })
    this.weather = new Weather(this.#world, random.fork(), history)
    this.checker.weather = this.weather
    this.#come(random.fork())
    this.#sweep()
  }

  /** How many workers died for want of memory. */
  get memoryDeaths(): number {
    return this.#world.memory.deaths
  }

  /** Runs to the end, or to the first violation. */
  async run(): Promise<void> {
    const { time, machine } = this.#parts
    while (!this.#isDrained && !this.checker.violation && time.passOn()) await machine.settle()
    if (!this.checker.violation) this.#checkLeases()
    if (!this.checker.violation) this.checker.messages.checkAtEnd()
  }

  #watchTables(): void {
    const { state, jobs } = this.#world.tables
    state.onWrite = (item) => {
      const pk = item.pk?.S ?? ''
      const endsIn = Number(item.expiresAtMs?.N) - this.#parts.time.now
      if (pk.startsWith('lease#') && endsIn > LONGEST_LEASE_MS) this.checker.break('leases are short', `${endsIn} ms`)
    }
    jobs.onWrite = (item: Item, before) => {
      const [asked] = current.getStore()?.asked ?? []
      if (!before && item.sk?.S === 'job' && asked) this.checker.jobs.writtenDown(item.jobId?.S ?? '', asked)
      this.checker.letters.wrote(item, before)
    }
  }

  #logged(line: string): void {
    if (/"message":"(unexpected error|job broke)"/.test(line))
      this.checker.break('the gateway never breaks', line.slice(0, 1500))
    this.checker.left('the log', line)
  }

  #told({ DetailType, Detail }: BusEvent): void {
    this.checker.left('an event', Detail)
    const { jobId, answer } = JSON.parse(Detail) as { readonly jobId?: string; readonly answer: Answer }
    this.checker.note('bus', `${DetailType} ${Detail}`)
    if (jobId !== undefined) this.checker.jobs.ended(jobId, answer)
  }

  #come(random: Random): void {
    const { time, operations, progress } = this.#parts
    const isRush = time.now % RUSH_EVERY_MS < RUSH_MS
    const mean = isRush ? BETWEEN_MS / RUSH_FACTOR : BETWEEN_MS
    time.after(-mean * Math.log(1 - random.fraction()), () => {
      this.#ask(random)
      this.issued++
      progress(this.issued)
      if (this.issued < operations) this.#come(random)
      else this.#drain()
    })
  }

  #ask(random: Random): void {
    const callers = this.#callers
    random.weighted<() => void>([
      [50, () => callers.single()],
      [12, () => callers.keyed(false)],
      [6, () => callers.keyed(true)],
      [8, () => callers.forJob()],
      [0.1, () => this.#crowd()],
      [5, () => callers.batch()],
      [13, () => this.#events.event(callers.newAsked(isQueueable))],
      [2, () => this.#events.schedule(callers.newAsked(isQueueable))],
      [3, () => callers.askForJob()],
      [1, () => callers.bad()],
    ])()
  }

  /** One caller's jobs, more than there is room for in the quota. */
  #crowd(): void {
    for (let count = 0; count < CROWD; count++) this.#callers.forJob(callerArn(0))
  }

  /** The weather clears up, and what is open must come to its end. */
  #drain(): void {
    const { time } = this.#parts
    this.weather.calm()
    this.fleet.calm()
    this.letters.calm()
    const until = time.now + DRAIN_MS
    const look = () => {
      const open = this.checker.jobs.accepted()
      const left =
        this.#callers.waiting + this.#events.waiting + this.#workers.running + this.#world.jobs.size + open.length
      if (left === 0)
        time.after(LONGEST_LEASE_MS, () => {
          this.#isDrained = true
        })
      else if (time.now > until)
        this.checker.break(
          'jobs come to an end',
          `${open.length} are open: ${open.slice(0, 5).map(({ operation, mark }) => `${operation} #${mark};`)}`,
          open[0] && accountOf(open[0]),
        )
      else time.after(1000, look)
    }
    look()
  }

  #sweep(): void {
    this.#parts.time.after(SWEEP_MS, () => {
      for (const table of Object.values(this.#world.tables)) table.sweep()
      this.#world.jobs.sweep()
      this.#sweep()
    })
  }

  #checkLeases(): void {
    for (const item of this.#world.tables.state.items('lease#')) {
      if (Number(item.expiresAtMs?.N) > this.#parts.time.now)
        this.checker.break('leases are short', 'one is kept with nobody there')
    }
  }
}
