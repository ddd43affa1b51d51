import { isAhead } from '../clock.ts'
import { type Code, codeRow } from '../errors/codes.ts'
import type { RetryClass } from '../errors/upstream-codes.ts'
import { noEffort, type Tally } from '../telemetry/effort.ts'
import type { Entry } from './chunk.ts'
import type { Reading } from './reply.ts'
import { isWorthRepeating, retryPolicies } from './retry.ts'
import { INTERRUPTED, isFault, type Verdict } from './verdict.ts'

interface ItemState {
  readonly entry: Entry
  verdict?: Verdict
  /** What was said of an attempt of this call that may have taken effect, whatever later ones say: of the last such one. */
  doubt?: Verdict
}

/** What a call's kind says about its repeats. */
export interface RepeatRules {
  /** A read has no effect, so none that could be unknown. */
  readonly isRead: boolean
  /** How long after its first attempt it may be sent again though that may have taken effect, in milliseconds; for ever where left out. */
  readonly repeatFor?: number | undefined
  /** Refusals that, after an attempt of unknown effect, say that this attempt did the work. */
  readonly done?: readonly Code[] | undefined
  /** An attempt of unknown effect lies behind the caller already. */
  readonly isRepeated: boolean
  /** That attempt was ours, for this very request: a refusal of our own says nothing about it. */
  readonly isResumed?: boolean
  /** When that attempt may have begun, in Unix milliseconds, where that is known. */
  readonly begunAt?: number | undefined
}

/** What the attempts of one call have proved so far, item by item. */
export class Progress {
  readonly #items: ReadonlyMap<string, ItemState>
  readonly #rules: RepeatRules
  readonly #now: () => number
  readonly effort: Tally = noEffort()
  /** Of all replies that were read. */
  replyCharacters = 0
  #attempts = 0
  #begunAt: number | undefined

  /** @param now Unix milliseconds */
  constructor(entries: readonly Entry[], rules: RepeatRules, now: () => number) {
    this.#now = now
    this.#items = new Map(entries.map((entry) => [entry.id, { entry }]))
    this.#rules = rules
    this.#begunAt = rules.begunAt
  }

  get attempts(): number {
    return this.#attempts
  }

  /** Says that an attempt goes out now. */
  begin(): void {
    this.#begunAt ??= this.#now()
  }

  /** Whether the time is over in which an attempt may follow one that may have taken effect, where there was one. */
  isTooLate(): boolean {
    const isInDoubt = this.#rules.isResumed || [...this.#items.values()].some(({ doubt }) => doubt)
    return isInDoubt && !this.#mayRepeat()
  }

  /** Entries that the next attempt should carry: all at first, then those worth repeating. */
  open(): Entry[] {
    return this.#openItems().map(({ entry }) => entry)
  }

  isAnythingDone(): boolean {
    return [...this.#items.values()].some(({ verdict }) => verdict && !isFault(verdict))
  }

  /** Classes of the faults that make entries worth repeating. */
  openClasses(): RetryClass[] {
    return this.#openItems().flatMap(({ verdict }) => (verdict && isFault(verdict) ? [verdict.fault.retry] : []))
  }

  record(sent: readonly Entry[], reading: Reading): void {
    if (this.#attempts > 0) this.effort.retries++
    this.#attempts++
    for (const { id } of sent) {
      const item = this.#items.get(id)
      const verdict = reading.kind === 'whole' ? reading.verdict : reading.verdicts.get(id)
      if (!item || !verdict || this.#isOver(item, verdict)) continue
      item.verdict = verdict
      if (verdict.status === 'unknown') item.doubt = verdict
    }
  }

  /** Whether its time to be repeated is over, and nothing was sent for that: the attempt before has said why its effect is in doubt. */
  #isOver({ doubt }: ItemState, verdict: Verdict): boolean {
    const isOurs = verdict.status === 'failed' && verdict.fault.upstream === undefined
    return doubt !== undefined && isOurs && !this.#mayRepeat()
  }

  verdicts(): Map<string, Verdict> {
    return new Map(
      [...this.#items].flatMap(([id, item]) => (item.verdict ? [[id, this.#settle(item, item.verdict)]] : [])),
    )
  }

  #openItems(): ItemState[] {
    return [...this.#items.values()].filter((item) => this.#isOpen(item))
  }

  #isOpen({ verdict, doubt }: ItemState): boolean {
    if (!verdict) return true
    if (!isFault(verdict) || ((doubt || this.#rules.isResumed) && !this.#mayRepeat())) return false
    return retryPolicies[verdict.fault.retry].repeats >= this.#attempts
  }

  #mayRepeat(): boolean {
    const { repeatFor = Number.POSITIVE_INFINITY } = this.#rules
    const now = this.#now()
    return repeatFor > 0 && (this.#begunAt === undefined || isAhead(this.#begunAt + repeatFor, repeatFor, now))
  }

  /**
   * After an attempt of unknown effect, only a final refusal of what was asked for says that it is not done. A passing fault, an
   * app that is not served just now or a refusal of our own say nothing about the attempt before; some say that it did the work.
   */
  #settle({ doubt }: ItemState, verdict: Verdict): Verdict {
    if (!isFault(verdict)) return verdict
    const { fault } = verdict
    if (this.#rules.isRead) return { status: 'failed', fault }
    const { isRepeated, isResumed, done } = this.#rules
    if (!(doubt || isRepeated) || verdict.status === 'unknown') return verdict
    if (fault.mayBeDone && done?.includes(fault.code)) return { status: 'ok' }
    const saysNothing =
      ((doubt || isResumed) && fault.upstream === undefined) ||
      isWorthRepeating(fault.retry) ||
      (codeRow(fault.code).kind !== 'caller' && !fault.isNeverDone)
    if (saysNothing) return { status: 'unknown', fault }
    const ours = doubt ?? (isResumed ? INTERRUPTED : undefined)
    if (ours && this.#isForAWhile()) return ours
    return doubt ? { ...verdict, fault: { ...fault, isAfterDoubt: true } } : verdict
  }

  /**
   * Whether its repeat is a second effect as soon as its time is over: Chat then knows nothing of the first attempt, and what refuses the
   * repeat may have come to be after that was carried out. What may be repeated for ever is refused for what is so now.
   */
  #isForAWhile(): boolean {
    return this.#rules.repeatFor !== undefined
  }
}
