import { newAccount } from '../../../local/chat/world/account.ts'
import { freshSeed, readFlags } from '../flags.ts'
import type { Random } from '../random.ts'
import type { Attempt } from '../simulate/check/attempt.ts'
import { LeftUndone } from '../simulate/check/left-undone.ts'
import { httpEvent, type Response } from '../simulate/http-event.ts'
import type { Ended, Instance } from '../simulate/instance.ts'
import type { VirtualTime } from '../simulate/world/virtual-time.ts'
import { BEGIN, begin } from './begin.ts'

const ABOUT = `Has one account send messages to many over several instances of the http function, in the simulated world, and tells how much
of the quota that takes, and in which order the messages to one account go out. Nothing else goes wrong in this world.`

/** By now every instance has met the lane. */
const BEGUN_MS = 2000
const LIMIT_MS = 5000

const { numbers } = readFlags('test/campaigns/crowd/senders.ts', ABOUT, {
  seed: { meaning: 'of all chance; the same gives the same run', fallback: freshSeed(), min: 0, max: 2 ** 31 - 1 },
  seconds: { meaning: 'for how long messages are asked for', fallback: 12, min: 3, max: 600 },
  load: { meaning: 'how many are asked for a second, in percent of the quota', fallback: 130, min: 1, max: 1000 },
  quota: { meaning: 'calls a second', fallback: 200, min: 1, max: 1000 },
  peers: { meaning: 'to how many accounts, in turn', fallback: 2000, min: 1, max: 100_000 },
  instances: { meaning: 'of the http function, which take requests in turn', fallback: 10, min: 1, max: 100 },
})

interface Parts {
  readonly time: VirtualTime
  readonly instances: readonly Instance[]
}

/** One service account and its messages; virtual time. */
class Senders {
  readonly statuses: Record<string, number> = {}
  readonly calls: number[] = []
  #asked = 0

  sent({ command }: Attempt, { now }: VirtualTime): void {
    if (command === 'sendmsg') this.calls.push(now)
  }

  ask({ instances }: Parts): void {
    const number = this.#asked++
    const elements = [{ type: 'text', text: `${number}` }]
    const body = JSON.stringify({ app: 'one', userId: 'service', peerId: `peer${number % numbers.peers}`, elements })
    const event = httpEvent('POST', '/v1/messages/send', 'arn:aws:iam::000000000000:user/service', body)
    const instance = instances[number % instances.length] as Instance
    const invocation = { instance: instance.id, role: instance.role, asked: [], attempts: [], isUnstored: false }
    instance.invoke(invocation, event, `r${number}`, LIMIT_MS, (ended) => {
      const status = statusOf(ended)
      this.statuses[status] = (this.statuses[status] ?? 0) + 1
    })
  }

  /** What went out once all had begun, until no more was asked for. */
  get figures() {
    const [from, until] = [BEGIN + BEGUN_MS, BEGIN + numbers.seconds * 1000]
    const times = this.calls.filter((at) => at >= from && at < until)
    const within = (at: number) => times.filter((other) => other >= at && other < at + 1000).length
    const perSecond = times.length / ((until - from) / 1000)
    return { perSecond, used: perSecond / numbers.quota, worstSecond: Math.max(...times.map(within)) }
  }
}

function statusOf(ended: Ended): string {
  return ended.kind === 'answered' ? String((ended.value as Response).statusCode) : ended.kind
}

/** A world in which nothing is lost or late. */
async function createWorld(time: VirtualTime, random: Random, senders: Senders): Promise<Parts> {
  const { createSimulatedWorld } = await import('../simulate/world/index.ts')
  const { Instance } = await import('../simulate/instance.ts')
  const nothing = () => undefined
  const quiet = { published: nothing, signed: nothing, damaged: nothing, reached: nothing, carriedOut: nothing }
  const sent = (attempt: Attempt) => senders.sent(attempt, time)
  const world = createSimulatedWorld(time, random.fork(), { ...quiet, ended: nothing, sent })
  world.chat.badShare = 0
  world.emulator.limits.callsPerSecond = numbers.quota
  const { accounts } = world.emulator.apps.get('one')!
  const names = ['service', ...Array.from({ length: numbers.peers }, (_, number) => `peer${number}`)]
  for (const name of names) accounts.set(name, newAccount(name))
  for (const service of Object.values(world.services)) service.mode = 'perfect'
  const heard = { onBusEvent: nothing, onLetter: nothing, onLog: nothing, plant: <T>(edges: T) => edges }
  const settings = { UPSTREAM_CALLS_PER_SECOND: String(numbers.quota) }
  const parts = { world, settings, leftUndone: new LeftUndone(time, nothing), ...heard }
  const instances = Array.from({ length: numbers.instances }, (_, index) => {
    return new Instance(`http${index}`, 'http', { ...parts, random: random.fork() })
  })
  return { time, instances }
}

async function run(): Promise<void> {
  const { random, time, machine } = await begin(numbers.seed)
  const senders = new Senders()
  const parts = await createWorld(time, random, senders)
  const betweenMs = 1000 / ((numbers.quota * numbers.load) / 100)
  for (let ms = 0; ms < numbers.seconds * 1000; ms += betweenMs) time.after(ms, () => senders.ask(parts))
  const end = BEGIN + numbers.seconds * 1000 + LIMIT_MS
  while (time.now < end && time.passOn()) await machine.settle()
  console.log(JSON.stringify({ ...senders.figures, statuses: senders.statuses }))
}

await run()
