import type { Random } from '../random.ts'
import type { Checker } from './check/checker.ts'
import type { Life } from './check/lives.ts'
import type { FifoQueue, LaidDown } from './world/queue.ts'
import type { VirtualTime } from './world/virtual-time.ts'

/** Where the dead letters rest: one can be picked, and one laid down beside them. */
export interface Resting {
  pick(random: Random): LaidDown | undefined
  lay(letter: LaidDown): void
}

export interface StrangerParts {
  readonly time: VirtualTime
  readonly random: Random
  readonly checker: Checker
  readonly queue: FifoQueue
  readonly letters: Resting
}

const BETWEEN_MS = [100, 600] as const
/** Shares: under another group than the account's; among the dead letters, from where they are moved; of whole copies. */
const ASTRAY_SHARE = 0.2
const RESTING_SHARE = 0.5
const TWICE_SHARE = 0.2

interface Forged {
  readonly body: unknown
  readonly deduplicationId?: string
}

type Forge = (job: Life, random: Random) => Forged

const letter = ({ jobId, operation, app, order }: Life, changes: object): Forged => ({
  body: { reason: 'UPSTREAM_INTERNAL', operation, app, jobId, order, ...changes },
})
const another = (names: readonly [string, ...string[]], name: string, random: Random): string => {
  const picked = random.pick(names)
  return picked === name ? `${picked}s` : picked
}

/** By weight: what can be written by somebody who knows how letters look. */
export const forgeries: readonly (readonly [weight: number, name: string, Forge])[] = [
  [2, 'of no job', (job, random) => letter(job, { jobId: `stranger${random.whole(0, 99_999)}` })],
  [
    2,
    'of another operation',
    (job, random) =>
      letter(job, { operation: another(['friends.delete-all', 'friends.update', 'push.send'], job.operation, random) }),
  ],
  [2, 'of another app', (job, random) => letter(job, { app: another(['one', 'two'], job.app, random) })],
  [2, 'of a life to come', (job, random) => letter(job, { order: job.order + random.whole(1, 5) })],
  [2, 'of a life that is over', (job, random) => letter(job, { order: Math.max(0, job.order - random.whole(1, 5)) })],
  [
    2,
    'of the old form',
    (job, random) => ({
      ...letter(job, { order: undefined }),
      ...(random.isLucky(0.7) && { deduplicationId: `${job.jobId}-${job.order + random.whole(-2, 2)}` }),
    }),
  ],
  [2, 'that fits', (job) => letter(job, {})],
  [1, 'that is a doorbell', ({ jobId }) => ({ body: { jobId } })],
  [
    1,
    'that is nonsense',
    (job, random) => ({
      body: random.pick<unknown>([
        '',
        [],
        7,
        { reason: 7 },
        { reason: 'x' },
        { reason: 'x', jobId: ['#'] },
        { ...job, reason: '' },
      ]),
    }),
  ],
]

/** Somebody who may send to the queues, and writes letters that the worker never wrote. */
export class Stranger {
  readonly counts = new Map<string, number>()
  readonly #parts: StrangerParts
  #isCalm = false
  #made = 0

  constructor(parts: StrangerParts) {
    this.#parts = parts
    this.#comeAgain()
  }

  calm(): void {
    this.#isCalm = true
  }

  #comeAgain(): void {
    const { time, random } = this.#parts
    time.after(random.whole(...BETWEEN_MS), () => {
      if (this.#isCalm) return
      if (random.isLucky(TWICE_SHARE)) this.#copy()
      else this.#forge()
      this.#comeAgain()
    })
  }

  /** A true letter, which was there once, is there twice. */
  #copy(): void {
    const { random, letters } = this.#parts
    const found = letters.pick(random)
    if (found) this.#put(DOUBLED, found.text, found.group ?? '', `copy${this.#made++}`)
  }

  #forge(): void {
    const { random, checker, letters } = this.#parts
    const found = letters.pick(random)
    const jobs = checker.letters
    const job = (found && jobs.lifeOf(jobIdIn(found.text))) ?? jobs.anyLife(random)
    if (!job) return
    const [name, forge] = random.weighted(forgeries.map(([weight, ...forgery]) => [weight, forgery] as const))
    const { body, deduplicationId = `forged${this.#made++}` } = forge(job, random)
    const group = random.isLucky(ASTRAY_SHARE) ? `astray${random.whole(0, 9)}` : job.group
    this.#put(name, typeof body === 'string' ? body : JSON.stringify(body), group, deduplicationId)
  }

  #put(name: string, text: string, group: string, deduplicationId: string): void {
    const { random, checker, letters, queue } = this.#parts
    const laid: LaidDown = { group, deduplicationId, text }
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    checker.count(`letters forged: ${name}`)
    checker.note('stranger', `puts ${deduplicationId} ${text}`)
    if (random.isLucky(RESTING_SHARE)) letters.lay(laid)
    else queue.send(group, deduplicationId, text)
  }
}

export const DOUBLED = 'doubled'

function jobIdIn(text: string): string {
  try {
    return String(Object(JSON.parse(text)).jobId)
  } catch {
    return ''
  }
}
