import type { Random } from '../random.ts'
import { type Asked, accountOf } from './asked.ts'
import type { Checker } from './check/checker.ts'
import type { Desk } from './desk.ts'
import type { Fleet } from './fleet.ts'
import type { Invocation } from './invocation.ts'
import type { VirtualTime } from './world/virtual-time.ts'

export interface EventSourceParts {
  readonly time: VirtualTime
  readonly random: Random
  readonly fleet: Fleet
  readonly checker: Checker
  readonly desk: Desk
}

interface Delivery {
  readonly asked: Asked
  readonly event: object
  /** Stays the same when Lambda tries again. */
  readonly requestId: string
  readonly triesLeft: number
}

/** Lambda's waits before it tries an event again. */
const RETRY_MS = [120_000, 60_000] as const
const DOUBLED_SHARE = 0.05
const DOUBLED_WITHIN_MS = 30_000
/** An operator redrives what Lambda has put away; and now and then what was taken long ago, of which somebody has a copy. */
const REDRIVEN_AFTER_MS = [1000, 30_000] as const
const COPIED_SHARE = 0.02
const COPY_AFTER_MS = [60_000, 120_000] as const

/** Events and schedules: handed over at least once, and again where the function fails. */
export class EventSource {
  /** Deliveries that are not over. */
  waiting = 0
  readonly #parts: EventSourceParts

  constructor(parts: EventSourceParts) {
    this.#parts = parts
  }

  event(asked: Asked): void {
    const { random, time, checker } = this.#parts
    checker.marks.open(asked.mark)
    const event = { id: `e${asked.mark}`, source: 'crm', 'detail-type': `chat.${asked.operation}`, detail: asked.body }
    this.#deliver(asked, event)
    if (!random.isLucky(DOUBLED_SHARE)) return
    this.waiting++
    time.after(random.whole(0, DOUBLED_WITHIN_MS), () => {
      this.waiting--
      this.#deliver(asked, event)
    })
  }

  /** A rule's constant input, which has no id. */
  schedule(asked: Asked): void {
    this.#parts.checker.marks.open(asked.mark)
    this.#deliver(asked, { operation: asked.operation, body: asked.body })
  }

  #deliver(asked: Asked, event: object): void {
    this.waiting++
    this.#try({ asked, event, requestId: this.#parts.desk.requestId(), triesLeft: RETRY_MS.length })
  }

  #try(delivery: Delivery): void {
    const { fleet, checker, time, random } = this.#parts
    const { asked, event, requestId } = delivery
    const instance = fleet.free('events')
    if (!instance) return void time.after(1000, () => this.#try(delivery))
    const invocation: Invocation = {
      instance: instance.id,
      role: 'events',
      asked: [asked],
      attempts: [],
      isUnstored: false,
    }
    checker.note(instance.id, `${requestId} ${JSON.stringify(event)}`, accountOf(asked))
    fleet.invoke(instance, invocation, event, requestId, (ended) => {
      checker.note(instance.id, `${requestId} ${ended.kind}`, accountOf(asked))
      if (ended.kind !== 'answered') return this.#again(delivery)
      this.waiting--
      checker.count('events taken')
      if (random.isLucky(COPIED_SHARE)) this.#redrive(delivery, COPY_AFTER_MS)
      if (!checker.jobs.wasWrittenDown(asked)) {
        checker.break('events that are taken are written down', `#${asked.mark};`, accountOf(asked))
      }
      if (!asked.isEnded) asked.acceptedAt ??= time.now
    })
  }

  /** As `npm run redrive` does: under its own id, or that of the invocation that failed with it. */
  #redrive({ asked, event, requestId }: Delivery, [min, max]: readonly [number, number]): void {
    const { time, random, checker } = this.#parts
    this.waiting++
    time.after(random.whole(min, max), () => {
      this.waiting--
      checker.count('events redriven')
      this.#deliver(asked, { id: requestId, ...event })
    })
  }

  #again(delivery: Delivery): void {
    const { time, checker } = this.#parts
    const { triesLeft } = delivery
    const ms = RETRY_MS[triesLeft - 1]
    if (ms === undefined) {
      this.waiting--
      checker.count('events put away by Lambda')
      this.#redrive(delivery, REDRIVEN_AFTER_MS)
      return
    }
    time.after(ms, () => this.#try({ ...delivery, triesLeft: triesLeft - 1 }))
  }
}
