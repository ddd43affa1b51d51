import { operations } from '../../../../lib/operations/index.ts'
import { LeakScan } from '../../leaks.ts'
import { type Asked, accountOf } from '../asked.ts'
import type { History } from '../history.ts'
import { current } from '../invocation.ts'
import type { Weather } from '../weather.ts'
import type { Damage } from '../world/damage.ts'
import { callsPerSecond } from '../world/index.ts'
import type { Client } from '../world/service.ts'
import { type Answer, faultOfAnswer, verdictsOf } from './answers.ts'
import { type Attempt, hasEffect, markOf } from './attempt.ts'
import { JobOrder } from './job-order.ts'
import { JobsWatch } from './jobs-watch.ts'
import { LettersWatch } from './letters-watch.ts'
import { MessagesWatch } from './messages-watch.ts'
import { TurnsWatch } from './turns-watch.ts'
import { type Judged, judgeAnswer, type Meaning } from './verdicts.ts'
import { OpenMarks, SlidingCount } from './windows.ts'

export interface Violation {
  readonly rule: string
  readonly what: string
  /** The account it is about, where it is about one. */
  readonly about: string
}

const AWAITS_CONSENT = 30539
const QUOTA_EXCEEDED = 60007
const EXPIRED = 70001
const WRONG_KEY = 70009
const LOCKED_OUT = 70050
/**
 * An instance that has heard of a refusal tries the secret it reads and the one before, and once more where another has come
 * meanwhile; the app's key may change twice in a minute.
 */
const MOST_REFUSED = 6

/** How long after a refused key its calls are still tried with others. */
const REPLACING_MS = 2000

export const meaningOf = (operation: string): Meaning => {
  const { effect, done = [], repeatFor } = operations.get(operation) ?? {}
  const isForAWhile = repeatFor !== undefined
  return { isRead: effect === 'read', isForAWhile, alreadyDone: done[0], pending: AWAITS_CONSENT }
}

export const commandOf = (operation: string): string => operations.get(operation)?.path.split('/').at(-1) ?? ''

/** Commands that set values by their requests' marks, of which the last one stands. */
const SETTING = [commandOf('friends.update'), commandOf('accounts.import')]

/** Sees everything that happens, and says what must not. Keeps the first violation. */
export class Checker {
  violation: Violation | undefined
  /** Items that were written in Chat with the values of a request. */
  effects = 0
  readonly counts = new Map<string, number>()
  /** What went wrong with single calls on their way, how often. */
  readonly damages = new Map<Damage, number>()
  readonly marks = new OpenMarks()
  readonly jobs: JobsWatch
  readonly letters: LettersWatch
  readonly messages: MessagesWatch
  /** Set once the world is there. */
  weather: Weather | undefined
  readonly #history: History
  readonly #now: () => number
  readonly #sent = new SlidingCount(1000)
  readonly #refused = new SlidingCount(60_000)
  readonly order = new JobOrder()
  readonly #turns = new TurnsWatch()
  /** Marks of what thousands get: no request may send such a thing twice, however often it is asked for. */
  readonly #pushed = new Set<number>()
  /** What the gateway logs, answers, tells and puts away is searched for these. */
  readonly secrets = new LeakScan({})
  /** When an app's key was last refused. */
  readonly #refusedAt = new Map<string, number>()
  /** By instance and app: since when it has known that its credentials are refused. */
  readonly #knownAt = new Map<string, number>()

  constructor(history: History, now: () => number) {
    this.#history = history
    this.#now = now
    this.jobs = new JobsWatch(this)
    this.letters = new LettersWatch(this)
    this.messages = new MessagesWatch(this)
  }

  count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by)
  }

  break(rule: string, what: string, about = ''): void {
    this.#history.note('check', `VIOLATED ${rule}: ${what}`, about)
    this.violation ??= { rule, what, about }
  }

  note(who: string, what: string, about = ''): void {
    this.#history.note(who, what, about)
  }

  get now(): number {
    return this.#now()
  }

  published(app: string, secretKey: string): void {
    this.secrets.add(`a key of ${app}`, secretKey)
  }

  /** A call goes out with this. */
  signed(userSig: string): void {
    this.secrets.addUserSig('a UserSig', userSig)
    this.#breakOnLeak()
  }

  /** Something that left the gateway. */
  left(place: string, text: string): void {
    this.secrets.search(place, text)
    if (place === 'the log') this.messages.logged(text)
    this.#breakOnLeak()
  }

  #breakOnLeak(): void {
    const [leak] = this.secrets.leaks
    if (leak) this.break('nothing secret leaks', `${leak.what}, in ${leak.place}`)
  }

  sent(attempt: Attempt, client: Client): void {
    const invocation = current.getStore()
    attempt.sentAt = this.now
    if (invocation) attempt.by = invocation
    invocation?.attempts.push(attempt)
    if (invocation?.role === 'worker') this.jobs.noteAttempt(attempt)
    const { app, command, account, ids } = attempt
    const before = this.#turns.sent(attempt)
    if (before) this.break('one writes at a time', `${command} beside ${before.command}`, `${app}/${account}`)
    this.count('upstream calls')
    this.note(
      (client as { id?: string }).id ?? '',
      `calls ${command} ${ids.map((id) => `${id}${textOfMarks(attempt, id)}`).join()}`,
      `${app}/${account}`,
    )
  }

  /** A call that goes wrong on its way, or whose reply does. */
  damaged(damage: Damage): void {
    this.damages.set(damage, (this.damages.get(damage) ?? 0) + 1)
  }

  /** Only what finds a host that takes it counts for the quota; it leaves when it is sent. */
  reached(attempt: Attempt): void {
    const { app, command } = attempt
    const inSecond = this.#sent.add(`${app} ${command}`, this.now)
    if (inSecond > callsPerSecond(command)) this.#noteExcess(`${inSecond} calls of ${command} in a second`, attempt)
  }

  carriedOut(attempt: Attempt, errorCode: number): void {
    const { app, account, command, codes, by } = attempt
    const about = `${app}/${account}`
    this.note('chat', `${command} ${[...codes].map(([id, code]) => `${id}:${code}`).join(' ')}`, about)
    if (errorCode !== 0) this.#noteRefusal(errorCode, attempt)
    this.messages.carriedOut(attempt)
    for (const [id, marked] of attempt.marks) {
      if (!hasEffect(attempt, id)) continue
      this.effects++
      if (by?.role === 'worker') this.letters.written(attempt)
      for (const { field, mark } of marked) {
        if (!this.marks.isOpen(mark)) {
          this.break('nothing is written for a request that has ended', `#${mark}; in ${command} of ${id}`, about)
        }
        if (command === commandOf('push.send')) this.#notePushed(mark, about)
        if (SETTING.includes(command)) this.#noteWritten(`${about}/${id}/${field}`, mark, by?.role, about)
      }
    }
  }

  #notePushed(mark: number, about: string): void {
    this.count('pushes sent')
    if (this.#pushed.has(mark)) this.break('a push goes out once', `#${mark}; went out again`, about)
    this.#pushed.add(mark)
  }

  ended({ app, account, command, codes, doubtful, by }: Attempt, how: string): void {
    this.note('network', `${command} ${how}`, `${app}/${account}`)
    const key = `${by?.instance} ${app}`
    // Of a lost or spoilt reply nothing was heard.
    if (doubtful.size > 0 || codes.size === 0) return
    if (![...codes.values()].includes(WRONG_KEY)) this.#knownAt.delete(key)
    else if (!this.#knownAt.has(key)) this.#knownAt.set(key, this.now)
  }

  /** An answer to one request that was carried out at once. */
  answered(asked: Asked, answer: Answer, attempts: readonly Attempt[]): void {
    const about = accountOf(asked)
    const fault = faultOfAnswer(asked, answer)
    if (fault) this.break('each item has exactly one verdict, in order', `${fault}: ${textOf(answer)}`, about)
    const own = attempts.filter(
      ({ app, account, command }) => `${app}/${account}` === about && command === commandOf(asked.operation),
    )
    for (const status of verdictsOf(asked, answer).values()) this.count(`items ${status}`)
    this.judged(judgeAnswer(asked, answer, own, meaningOf(asked.operation)), asked, answer)
  }

  judged({ lies, undone }: Judged, asked: Asked, answer: Answer): void {
    for (const status of verdictsOf(asked, answer).values()) this.count(`${asked.operation} ${status}`)
    this.count('items undone by others before they were sent again', undone)
    this.messages.told(asked, answer)
    const what = `${asked.operation} #${asked.mark}; ${lies[0]}: ${textOf(answer)}`
    if (lies[0]) this.break('no verdict is a lie', what, accountOf(asked))
  }

  #noteRefusal(code: number, attempt: Attempt): void {
    const { app, account, by } = attempt
    this.count(`chat refuses with ${code}`)
    const about = `${app}/${account}`
    if (code === EXPIRED || code === LOCKED_OUT)
      this.break('credentials are never worn out', `Chat says ${code}`, about)
    if (code === QUOTA_EXCEEDED) this.#noteExcess('Chat says 60007', attempt)
    if (code !== WRONG_KEY) return
    this.#refusedAt.set(app, this.now)
    const key = `${by?.instance} ${app}`
    // What was under way already could not know.
    if ((attempt.sentAt ?? 0) < (this.#knownAt.get(key) ?? Number.POSITIVE_INFINITY)) return
    const refused = this.#refused.add(key, this.now)
    if (refused > MOST_REFUSED) this.break('credentials are never worn out', `${refused} refusals in a minute`, about)
  }

  /** Instances that can't agree on the quota may exceed it a little; so may those that replace credentials, which takes no place. */
  #noteExcess(what: string, { app, account }: Attempt): void {
    const isReplacing = this.now < (this.#refusedAt.get(app) ?? 0) + REPLACING_MS
    if (this.weather?.isQuotaInDoubt) this.count('calls over the quota while the table is out of reach')
    else if (isReplacing) this.count('calls over the quota while credentials are replaced')
    else this.break('the quota is kept', what, `${app}/${account}`)
  }

  #noteWritten(place: string, mark: number, role: string | undefined, about: string): void {
    const writer = role === 'worker' ? this.jobs.writerOf(mark) : undefined
    if (!writer) this.order.overwritten(place)
    const later = writer && this.order.written(place, writer)
    if (later)
      this.break('jobs of an account are done in their order', `#${mark}; after #${later.mark}; at ${place}`, about)
  }
}

const textOfMarks = ({ marks }: Attempt, id: string): string =>
  [...new Set(marks.get(id)?.map(({ mark }) => markOf(mark)))].join('')

const textOf = ({ status, body }: Answer): string => `${status} ${JSON.stringify(body).slice(0, 1500)}`
