import type { Origin } from '../../../../lib/upstream/regions.ts'
import type { Exchange, Sent } from '../../../../lib/upstream/send.ts'
import type { RestRequest } from '../../../../local/chat/gate.ts'
import { serveCall } from '../../../../local/chat/rest.ts'
import type { World } from '../../../../local/chat/world/index.ts'
import type { Random } from '../../random.ts'
import type { Attempt } from '../check/attempt.ts'
import { attemptOf, codesOf } from './attempts.ts'
import { type Damage, damages, doubtOf, spoil } from './damage.ts'
import type { Members } from './forms.ts'
import type { Client } from './service.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface ChatParts {
  readonly time: VirtualTime
  readonly random: Random
  readonly world: World
  /** Told of each call when it is sent, goes wrong on its way, takes effect, and ends. */
  readonly watch: Watch
}

export interface Watch {
  published(app: string, secretKey: string): void
  signed(userSig: string): void
  sent(attempt: Attempt, client: Client): void
  damaged(damage: Damage): void
  reached(attempt: Attempt): void
  carriedOut(attempt: Attempt, errorCode: number): void
  ended(attempt: Attempt, how: string): void
}

/** Of one way. Calls are spaced when they are sent, so what differs on the way there costs quota. */
const THERE_MS = [2, 6] as const
const BACK_MS = [2, 60] as const
/** As lib/upstream/send.ts has it. */
const CONNECT_MS = 2000

/** Chat behind a network: the emulator's commands, at hosts that may be down, over ways on which calls and replies get lost. */
export class Chat {
  /** Hosts that are down, and whether they refuse or are silent. */
  readonly down = new Map<string, 'refuses' | 'silent'>()
  /** Share of calls that go wrong on their way. */
  badShare = 0.02
  readonly #parts: ChatParts

  constructor(parts: ChatParts) {
    this.#parts = parts
  }

  /** One exchange as the gateway's edge has it: every end is a `Sent`. Never settles for a client that has crashed. */
  exchange(client: Client, exchange: Exchange): Promise<Sent> {
    const request = requestOf(exchange)
    const attempt = attemptOf(request, this.#parts.world)
    if (!client.isAlive) return new Promise(() => undefined)
    this.#parts.watch.signed(request.query.get('usersig') ?? '')
    this.#parts.watch.sent(attempt, client)
    return new Promise((resolve) => {
      const end = (sent: Sent, how: string) => {
        if (!client.isAlive) return
        attempt.isOver = true
        this.#parts.watch.ended(attempt, how)
        resolve(sent)
      }
      this.#carry(new Way(exchange, request, attempt, end))
    })
  }

  /** Whether a connection can be made. Never settles for a client that has crashed. */
  probe(client: Client, { hostname }: Origin): Promise<boolean> {
    const down = this.down.get(hostname)
    return new Promise((resolve) => {
      this.#later(down === 'silent' ? CONNECT_MS : 2, () => client.isAlive && resolve(down === undefined))
    })
  }

  #carry(way: Way): void {
    const { time, random, watch } = this.#parts
    const { hostname } = way.exchange.origin
    const down = this.down.get(hostname)
    if (down === 'silent') return void this.#later(Math.min(CONNECT_MS, way.exchange.timeoutMs), way.unsent('silent'))
    if (down === 'refuses') return void this.#later(1, way.unsent('refused'))
    const damage: Damage = random.isLucky(this.badShare) ? random.weighted(damages) : 'none'
    if (damage !== 'none') watch.damaged(damage)
    if (damage === 'refused') return void this.#later(1, way.unsent('refused'))
    watch.reached(way.attempt)
    if (damage === 'cut before') return void this.#later(random.whole(1, 50), way.lost('cut'))
    if (damage === 'silence before') return void this.#later(way.exchange.timeoutMs, way.lost('timeout'))
    time.after(between(random, THERE_MS), () => {
      void serveCall(this.#parts.world, way.request, ({ reply }) => this.#answer(way, reply, damage))
    })
  }

  #answer(way: Way, truth: Members, damage: Damage): void {
    const { time, random, watch } = this.#parts
    const { attempt, exchange } = way
    const errorCode = Number(truth.ErrorCode)
    attempt.codes = codesOf(truth, attempt)
    watch.carriedOut(attempt, errorCode)
    const backMs = between(random, BACK_MS)
    if (damage === 'cut after') return void this.#later(backMs, way.lost('cut'))
    if (damage === 'silence after') return void this.#later(exchange.timeoutMs, way.lost('timeout'))
    const { status, text, victim } = spoil(truth, attempt.command, damage, random)
    attempt.doubtful = doubtOf(damage, victim, attempt.ids)
    this.#later(backMs, () => way.end({ kind: 'reply', status, text, date: time.now }, `${status} ${damage}`))
  }

  #later(ms: number, run: () => void): void {
    this.#parts.time.after(ms, run)
  }
}

/** One call on its way. */
class Way {
  readonly exchange: Exchange
  readonly request: RestRequest
  readonly attempt: Attempt
  readonly end: (sent: Sent, how: string) => void

  constructor(exchange: Exchange, request: RestRequest, attempt: Attempt, end: Way['end']) {
    this.exchange = exchange
    this.request = request
    this.attempt = attempt
    this.end = end
  }

  unsent(how: string): () => void {
    return () => this.end({ kind: 'unsent', reason: how }, `unsent ${how}`)
  }

  lost(reason: 'timeout' | 'cut'): () => void {
    this.attempt.doubtful = new Set(this.attempt.ids)
    return () => this.end({ kind: 'lost', reason }, `lost ${reason}`)
  }
}

const between = (random: Random, [from, to]: readonly [number, number]): number =>
  from + (to - from) * random.fraction()

function requestOf({ path, body, origin }: Exchange): RestRequest {
  const mark = path.indexOf('?')
  const [, , service = '', name = ''] = path.slice(0, mark).split('/')
  return {
    method: 'POST',
    target: { service, name },
    query: new URLSearchParams(path.slice(mark + 1)),
    body,
    host: origin.hostname,
    region: undefined,
    ip: '192.0.2.1',
  }
}
