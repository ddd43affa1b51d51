import { type Account, newAccount } from '../../../local/chat/world/account.ts'
import { freshSeed, readFlags } from '../flags.ts'
import type { Random } from '../random.ts'
import type { Attempt } from '../simulate/check/attempt.ts'
import { LeftUndone } from '../simulate/check/left-undone.ts'
import type { Role } from '../simulate/instance.ts'
import type { VirtualTime } from '../simulate/world/virtual-time.ts'
import { BEGIN, begin } from './begin.ts'
import { Crowd } from './crowd.ts'

const ABOUT = `Queues many jobs of one caller at once, in the simulated world, and tells how long others wait beside them: one who asks for 5 % of
the quota in the same app, and one who asks for little in an app that is idle. Nothing else goes wrong in this world.`

const BETWEEN_BATCHES_MS = 100
/** For so long others come, every two seconds, once all of the crowd is queued. */
const OTHERS_MS = 60_000
const EVERY_MS = 2000
const MODEST_SHARE = 0.05
/** As serverless.yml sets it. */
const WINDOW_BYTES = '12000000'

const { numbers } = readFlags('test/campaigns/crowd/main.ts', ABOUT, {
  seed: { meaning: 'of all chance; the same gives the same run', fallback: freshSeed(), min: 0, max: 2 ** 31 - 1 },
  jobs: { meaning: 'how many jobs are queued at once', fallback: 10_000, min: 1, max: 200_000 },
  batch: { meaning: 'how many of them one request queues', fallback: 100, min: 1, max: 100 },
  accounts: {
    meaning:
      'of how many accounts they are, in turn; then workers come once all is queued, and nobody else. 0: each of its own',
    fallback: 0,
    min: 0,
    max: 200_000,
  },
  quota: { meaning: 'calls a second', fallback: 50, min: 1, max: 1000 },
  workers: {
    meaning: 'how many there are; as many as serverless.yml sets where it is left out',
    fallback: 10,
    min: 1,
    max: 100,
  },
  instances: { meaning: 'of the http function, which take requests in turn', fallback: 4, min: 1, max: 1000 },
})

/** A world in which nothing is lost or late, and the crowd in it. */
async function createCrowd(time: VirtualTime, random: Random) {
  const { createSimulatedWorld } = await import('../simulate/world/index.ts')
  const { Instance } = await import('../simulate/instance.ts')
  const nothing = () => undefined
  const quiet = { published: nothing, signed: nothing, damaged: nothing, reached: nothing, carriedOut: nothing }
  const watch = { ...quiet, ended: nothing, sent: (attempt: Attempt) => crowd.begun(attempt) }
  const world = createSimulatedWorld(time, random.fork(), watch)
  world.chat.badShare = 0
  world.emulator.limits.callsPerSecond = numbers.quota
  for (const account of friendly()) world.emulator.apps.get('one')?.accounts.set(account.userId, account)
  for (const service of Object.values(world.services)) service.mode = 'perfect'
  const leftUndone = new LeftUndone(time, nothing)
  const heard = { onBusEvent: nothing, onLetter: nothing, onLog: nothing, plant: <T>(edges: T) => edges }
  const settings = { UPSTREAM_CALLS_PER_SECOND: String(numbers.quota), JOBS_WINDOW_BYTES: WINDOW_BYTES }
  const start = (role: Role, count: number) =>
    Array.from({ length: count }, (_, index) => {
      return new Instance(`${role}${index}`, role, { world, settings, leftUndone, ...heard, random: random.fork() })
    })
  const queue = world.jobs
  const crowd = new Crowd({
    time,
    queue,
    https: start('http', numbers.instances),
    workers: start('worker', numbers.workers),
  })
  return { crowd, queue }
}

/** The crowd's accounts, each with a friend for each of its jobs, where many jobs are of one. */
function friendly(): Account[] {
  const { jobs, accounts } = numbers
  const friend = { addSource: 'AddSource_Type_x', addTime: 0, lists: [], custom: new Map() }
  const friends = Array.from(
    { length: accounts > 0 ? Math.ceil(jobs / accounts) : 0 },
    (_, index) => [`p${index}`, friend] as const,
  )
  return Array.from({ length: accounts }, (_, index) => ({
    ...newAccount(`greedy${index}`),
    friends: new Map(friends),
  }))
}

/** Others come, every two seconds, for a while from now on. */
function bringOthers(time: VirtualTime, crowd: Crowd): void {
  const modestly = Math.ceil((MODEST_SHARE * numbers.quota * EVERY_MS) / 1000)
  for (let ms = 0; ms < OTHERS_MS; ms += EVERY_MS) {
    time.after(ms, () => crowd.ask('idle', 'two', 1))
    time.after(ms + EVERY_MS / 2, () => crowd.ask('modest', 'one', modestly))
  }
}

async function run(): Promise<void> {
  const { random, time, machine } = await begin(numbers.seed)
  const { crowd, queue } = await createCrowd(time, random)
  const { jobs, batch, accounts, quota } = numbers
  const filledMs = (jobs / batch) * BETWEEN_BATCHES_MS
  for (let ms = 0; ms < filledMs; ms += BETWEEN_BATCHES_MS)
    time.after(ms, () => crowd.ask('greedy', 'one', batch, accounts || undefined))
  const isCrowd = accounts === 0
  time.after(isCrowd ? 0 : filledMs, () => crowd.letWork())
  if (isCrowd) time.after(filledMs, () => bringOthers(time, crowd))
  const othersEnd = BEGIN + filledMs + (isCrowd ? OTHERS_MS : 0)
  while ((time.now < othersEnd || queue.size > 0) && time.passOn()) await machine.settle()
  const { refused, receives, mostReceives } = crowd
  const waits = Object.fromEntries((['greedy', 'modest', 'idle'] as const).map((who) => [who, crowd.waitsOf(who)]))
  const seconds = Math.round((time.now - BEGIN) / 1000)
  const used = crowd.usedOf(quota)
  console.log(JSON.stringify({ ...waits, used, seconds, atTheQuota: jobs / quota, refused, receives, mostReceives }))
}

await run()
