import { randomInt } from 'node:crypto'
import { GatewayError } from '../errors/gateway-error.ts'
import type { Places } from '../quota/pace.ts'
import type { Effort } from '../telemetry/effort.ts'
import type { Log } from '../telemetry/log.ts'
import { logCall } from './call-lines.ts'
import type { Entry } from './chunk.ts'
import { Contention } from './contention.ts'
import type { AppSecret } from './credentials/app-secret.ts'
import type { Credentials, Tried } from './credentials/credentials.ts'
import type { AskedApp } from './credentials/secret-cache.ts'
import type { Signer } from './credentials/signer.ts'
import { type Counted, limitsOf, type Patience, waitForPlace } from './place.ts'
import { Progress, type RepeatRules } from './progress.ts'
import { LEAST_ATTEMPT_MS, type ReachParts, sendToRegion } from './reach.ts'
import { type Reading, type ReplyRules, readReply, wholeFault } from './reply.ts'
import { type RetryBudget, retryPolicies, waitBefore } from './retry.ts'
import type { Verdict } from './verdict.ts'

/** One upstream call's worth of work. A call without items has one entry, of empty text. */
export interface Delivery extends AskedApp, Counted {
  /** Who writes one at a time with this, over all apps; undefined where nobody waits. */
  readonly turn: string | undefined
  /** Of the request this is for; every log line about it has it. */
  readonly requestId: string
  /** What the URL asks for beside the five parameters of every call. */
  readonly query?: Readonly<Record<string, string>> | undefined
  /** The upstream body that carries these entries. */
  readonly write: (entries: readonly Entry[]) => string
  readonly entries: readonly Entry[]
  readonly reply: ReplyRules
  readonly repeat: RepeatRules
  /** How long each call waits for its place in the quota; to the deadline where this is left out. */
  readonly patience?: Patience | undefined
  /** Whether to look, before the first attempt, if somebody writes the account under a lease. */
  readonly looksForLease?: true
}

export interface Delivered {
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly effort: Effort
  /** Of all replies that were read: what the verdicts hold of them may be as much. */
  readonly replyCharacters: number
}

export interface UpstreamParts extends ReachParts {
  readonly credentials: Credentials
  readonly budget: RetryBudget
  readonly places: Places
  /** Serialises the writers of an account over all instances once they have met; undefined where nothing is shared. */
  readonly leases?: Leases | undefined
  readonly random: () => number
  readonly log: Log
  readonly attempts: number
}

export interface Lease {
  release(): Promise<void>
}

export interface Leases {
  /** The account's lease, or undefined where it can't be had before the deadline. */
  take(account: string, deadline: number): Promise<Lease | undefined>
  /** The same where somebody holds it; undefined, for a read of the table, where nobody does. */
  takeIfHeld(account: string, deadline: number): Promise<Lease | undefined>
}

/** Chat, as the flow sees it: work goes in, one proven verdict per entry comes out. Times are Unix milliseconds. */
export class Upstream {
  readonly #parts: UpstreamParts
  readonly #contention: Contention

  constructor(parts: UpstreamParts) {
    this.#parts = parts
    this.#contention = new Contention(parts.clock.now)
  }

  /** Unix milliseconds, by the clock that windows of repeats go by. */
  now(): number {
    return this.#parts.clock.now()
  }

  /** The app's secret, for what it says beside the key. @throws GatewayError */
  facts(asked: AskedApp, deadline: number): Promise<AppSecret> {
    return this.#parts.credentials.facts(asked, deadline)
  }

  /** Sends the entries, and again those that are worth it, until all is proved or the deadline, attempts or budget end it. */
  async deliver(delivery: Delivery, deadline: number): Promise<Delivered> {
    const { leases, clock } = this.#parts
    const { turn } = delivery
    const progress = new Progress(delivery.entries, delivery.repeat, clock.now)
    let lease = await this.#leaseBefore(delivery, deadline)
    try {
      for (;;) {
        const open = progress.open()
        if (open.length === 0) break
        progress.record(open, await this.#attempt(delivery, progress, open, deadline))
        const isInConflict = progress.openClasses().includes('conflict')
        if (isInConflict) this.#noteConflict(turn, progress)
        const wait = this.#waitBeforeRepeat(delivery, progress, lease !== undefined, deadline)
        if (wait === undefined) break
        const isFirstConflict = lease === undefined && isInConflict
        if (isFirstConflict && turn !== undefined) lease = await leases?.take(turn, deadline)
        // Whoever just got the lease has waited enough.
        if (!isFirstConflict || !lease) await clock.sleep(wait)
      }
    } finally {
      await lease?.release()
    }
    return deliveredOf(progress)
  }

  /** What the entries are where nothing can be sent for them at all. */
  refuse({ entries, repeat }: Delivery, error: GatewayError): Delivered {
    const progress = new Progress(entries, repeat, this.#parts.clock.now)
    progress.record(entries, { kind: 'whole', verdict: refusedHere(error) })
    return deliveredOf(progress)
  }

  /** Nothing is paid for where no two writers have met. */
  async #leaseBefore({ turn, looksForLease, repeat }: Delivery, deadline: number): Promise<Lease | undefined> {
    const { leases } = this.#parts
    if (repeat.isRead || turn === undefined) return undefined
    if (this.#contention.isKnown(turn)) return leases?.take(turn, deadline)
    return looksForLease ? leases?.takeIfHeld(turn, deadline) : undefined
  }

  /** Under a lease conflicts alone end with the deadline: whoever is met there has yet to learn of the lease. */
  #waitBeforeRepeat({ app }: Delivery, progress: Progress, hasLease: boolean, deadline: number): number | undefined {
    const { budget, clock, random, attempts } = this.#parts
    const classes = progress.openClasses()
    const isContended = hasLease && classes.every((retry) => retry === 'conflict')
    const policies = classes.map((retry) => retryPolicies[retry])
    const [slowest] = policies.sort((a, b) => b.baseMs - a.baseMs)
    if (!slowest && progress.isAnythingDone()) budget.succeeded(app)
    if (!slowest || (progress.attempts >= attempts && !isContended)) return undefined
    const wait = waitBefore(progress.attempts, slowest, random)
    if (clock.now() + wait + LEAST_ATTEMPT_MS > deadline) return undefined
    return budget.take(app) ? wait : undefined
  }

  async #attempt(delivery: Delivery, progress: Progress, open: readonly Entry[], deadline: number): Promise<Reading> {
    const attempt = (signer: Signer) => this.#send(delivery, progress, open, deadline, signer)
    try {
      const ready = (signer: Signer) => this.#place(delivery, signer, progress, deadline)
      return await this.#parts.credentials.use(delivery, deadline, ready, attempt)
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      return { kind: 'whole', verdict: refusedHere(error) }
    }
  }

  /** Nobody outside can tell how the ledger counts a share: the app's key has a part in it. */
  #place(
    { app, path, rate, part, share, patience }: Delivery,
    signer: Signer,
    { effort }: Progress,
    deadline: number,
  ): Promise<void> {
    return waitForPlace(this.#parts, { app, path, rate, part, share: signer.veiled(share), patience }, effort, deadline)
  }

  async #send(
    delivery: Delivery,
    progress: Progress,
    open: readonly Entry[],
    deadline: number,
    signer: Signer,
  ): Promise<Tried<Reading>> {
    const { clock } = this.#parts
    const startedAt = clock.now()
    if (startedAt + LEAST_ATTEMPT_MS > deadline || progress.isTooLate()) throw new GatewayError('DEADLINE_EXCEEDED')
    progress.begin()
    const userSig = signer.userSig()
    const { redactor } = signer
    progress.effort.calls++
    const { sent, host } = await sendToRegion(this.#parts, {
      origins: signer.secret.origins,
      path: `/${delivery.path}?${queryOf(signer.secret, userSig)}${moreOf(delivery.query)}`,
      body: delivery.write(open),
      deadline,
      isRepeatable: delivery.repeat.repeatFor === undefined,
      effort: progress.effort,
      placeAgain: () => this.#place(delivery, signer, progress, deadline),
    })
    if (sent.kind === 'reply') progress.replyCharacters += sent.text.length
    const ids = open.map(({ id }) => id)
    const reading = readReply(sent, delivery.reply, ids, redactor)
    this.#note(delivery, progress, reading)
    logCall(this.#parts.log, delivery, { sent, host }, reading, clock.now() - startedAt, redactor.text)
    const [fault, refused] = [wholeFault(reading), refusalOf(reading)]
    const isAccepted = !refused && (fault === undefined || fault.upstream !== undefined)
    const date = sent.kind === 'reply' ? sent.date : undefined
    return { value: reading, refused, errorCode: fault?.upstream?.code, isAccepted, date }
  }

  #noteConflict(turn: string | undefined, { effort }: Progress): void {
    if (turn !== undefined) this.#contention.note(turn)
    effort.conflicts++
  }

  #note(delivery: Delivery, { effort }: Progress, reading: Reading): void {
    const fault = wholeFault(reading)
    if (fault?.retry === 'resign' || fault?.retry === 'hold') effort.credentialRefusals++
    if (fault?.retry === 'throttle') {
      effort.throttles++
      for (const limit of limitsOf(delivery)) this.#parts.places.slowDown(limit)
    }
  }
}

const deliveredOf = (progress: Progress): Delivered => ({
  verdicts: progress.verdicts(),
  effort: progress.effort,
  replyCharacters: progress.replyCharacters,
})

/** The five query parameters of every call (https://trtc.io/document/34620), `random` a fresh uint32 each time. */
function queryOf({ sdkAppId, adminUserId }: AppSecret, userSig: string): string {
  const identifier = encodeURIComponent(adminUserId)
  const random = randomInt(2 ** 32)
  return `sdkappid=${sdkAppId}&identifier=${identifier}&usersig=${userSig}&random=${random}&contenttype=json`
}

/** What a row asks for beside these, such as `&nettype=0`. */
const moreOf = (query: Delivery['query'] = {}): string =>
  Object.entries(query)
    .map(([name, value]) => `&${name}=${encodeURIComponent(value)}`)
    .join('')

/** Our own refusal, before anything was sent. */
const refusedHere = (error: GatewayError): Verdict => ({
  status: 'failed',
  fault: { code: error.code, retry: error.retryable ? 'caller' : 'no', detail: error.message },
})

/** Whether the call's credentials were refused, and how. */
function refusalOf(reading: Reading): Tried<Reading>['refused'] {
  const { retry, isExpiry } = wholeFault(reading) ?? {}
  if (retry === 'resign') return isExpiry ? 'expired' : retry
  return retry === 'hold' ? retry : undefined
}
