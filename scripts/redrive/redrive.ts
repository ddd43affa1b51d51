import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { AcceptParts } from '../../lib/jobs/announce.ts'
import type { Job } from '../../lib/jobs/job.ts'
import { revive, ringAgain } from '../../lib/jobs/redrive.ts'
import { type Case, Examiner, type Mark, marks } from './examine.ts'
import { type Flags, namesReason, type QueueKind } from './flags.ts'
import { type Letter, readLetter } from './letters.ts'
import type { LetterQueue } from './queues.ts'
import { patiently, troubleOf } from './trouble.ts'

export interface RedriveParts extends AcceptParts {
  readonly flags: Flags
  readonly letters: ReadonlyMap<QueueKind, LetterQueue>
  readonly lambda: LambdaClient
  readonly eventsFunction: string
  readonly defaultApp: string
  readonly signal: AbortSignal
}

/** What is to become of a letter, or has. Without --run all stays as planned. */
export interface Row {
  readonly found: Case
  readonly plan: 'redrive' | 'drop' | 'skip'
  /** The mark that stands in the way, where it is skipped. */
  readonly because?: Mark | undefined
  /** Undefined where it was done as planned. */
  readonly fault?: string
}

/** Hears of every letter that is looked at, and of each that the flags ask for. */
export interface Listener {
  see(letter: Letter): void
  settle(row: Row): void
  /** About how many letters rest behind those of their accounts that were seen. */
  leaveBehind(count: number): void
}

/** Goes through the dead letters that the flags ask for, and does what they say. */
export class Redrive {
  readonly #parts: RedriveParts
  readonly #listener: Listener
  readonly #examiner: Examiner
  #left: number

  constructor(parts: RedriveParts, listener: Listener) {
    this.#parts = parts
    this.#listener = listener
    this.#examiner = new Examiner(parts.jobs)
    this.#left = parts.flags.limit
  }

  /** All letters that were not removed are visible again when this ends, however it ends. @throws Trouble */
  async all(): Promise<void> {
    for (const [kind, queue] of this.#parts.letters) {
      try {
        await this.#goThrough(kind, queue)
      } catch (error) {
        throw troubleOf(error, `The ${kind} queue of dead letters`) ?? error
      } finally {
        // What can't be released now comes back by itself within a quarter of an hour.
        await queue.release().catch(() => undefined)
      }
      if (this.#isOver()) return
    }
  }

  async #goThrough(kind: QueueKind, queue: LetterQueue): Promise<void> {
    const { signal, defaultApp } = this.#parts
    const resting = { queue: kind, defaultApp, trust: await queue.trust() }
    for await (const messages of queue.batches(signal)) {
      const letters = messages.map((message) => readLetter(message, resting))
      await this.#settleAll(await this.#plan(letters), queue)
      if (this.#isOver()) return
    }
    this.#listener.leaveBehind(await queue.countBehind())
  }

  #isOver = (): boolean => this.#left <= 0 || this.#parts.signal.aborted

  /** What is to be done with those of a batch that are asked for. */
  async #plan(letters: readonly Letter[]): Promise<Row[]> {
    const { flags } = this.#parts
    for (const letter of letters) this.#listener.see(letter)
    const asked = letters.filter((letter) => isAskedFor(letter, flags))
    const cases = await this.#examiner.examine(asked).catch((error: unknown) => {
      throw troubleOf(error, 'The table of jobs') ?? error
    })
    const rows = cases
      .filter(({ app, operation }) => isOneOf(flags.app, app) && isOneOf(flags.operation, operation))
      .map((found) => planOf(found, flags))
    return rows.filter(({ plan }) => plan === 'skip' || this.#left-- > 0)
  }

  /** Accounts side by side, the letters of one in their order. */
  async #settleAll(rows: readonly Row[], queue: LetterQueue): Promise<void> {
    const groups = Map.groupBy(rows, ({ found }) => found.group ?? found.letter.messageId)
    const settled = await Promise.allSettled(
      [...groups.values()].map(async (some) => {
        for (const row of some) {
          if (this.#parts.signal.aborted) return
          this.#listener.settle(await this.#settle(row, queue))
        }
      }),
    )
    const [broken] = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    if (broken !== undefined) throw broken
  }

  /** The letter goes last: what breaks before that is done again, and harms nothing. */
  async #settle(row: Row, queue: LetterQueue): Promise<Row> {
    if (!this.#parts.flags.run || row.plan === 'skip') return row
    try {
      if (row.plan === 'redrive') {
        await this.#cure(row.found)
        this.#examiner.noteRedriven(row.found)
      }
      await queue.remove(row.found.letter.messageId)
      return row
    } catch (error) {
      const trouble = troubleOf(error, 'Redriving')
      if (trouble) throw trouble
      return { ...row, fault: error instanceof Error ? error.message : String(error) }
    }
  }

  async #cure({ cure, letter: { about, messageId } }: Case): Promise<void> {
    if (cure?.by === 'invoke') return this.#invoke(cure.event)
    if (cure?.by === 'revive') return this.#revive(cure.job)
    if (cure?.by !== 'ring') return
    // A doorbell may come here once more within the five minutes in which SQS takes the same ring for a repeat.
    const by = about.kind === 'job' && about.isDoorbell ? messageId : cure.job.order
    await patiently(() => ringAgain(cure.job, this.#parts, by))
  }

  async #revive(ended: Job): Promise<void> {
    const isRevived = await patiently(() => revive(ended, this.#parts))
    if (!isRevived) throw new Error('its job was redriven by somebody else meanwhile')
  }

  async #invoke(event: object): Promise<void> {
    const { lambda, eventsFunction } = this.#parts
    const asked = { FunctionName: eventsFunction, InvocationType: 'Event', Payload: JSON.stringify(event) } as const
    await lambda.send(new InvokeCommand(asked)).catch((error: unknown) => {
      throw troubleOf(error, `The function ${eventsFunction}`) ?? error
    })
  }
}

function isAskedFor({ reason, sentAt }: Letter, { reasons, olderThanMs, newerThanMs }: Flags): boolean {
  const age = Date.now() - sentAt
  return (reasons.length === 0 || namesReason(reasons, reason)) && age >= olderThanMs && age <= newerThanMs
}

const isOneOf = (asked: string | undefined, found: string): boolean => asked === undefined || asked === found

/** What the flags let happen to a letter. */
function planOf(found: Case, { discard, drop, force, reasons, foreign }: Flags): Row {
  const { stranger } = found.letter
  if (stranger !== undefined && !foreign.includes(stranger)) return { found, plan: 'skip', because: 'foreign' }
  if (discard) return { found, plan: 'drop' }
  const isGranted = {
    '--force': force,
    '--drop': drop,
    '--reason': reasons.length > 0,
    '--foreign': true,
    'another run': false,
  }
  const because = found.marks.find((mark) => {
    const { needs } = marks[mark]
    return needs !== undefined && !isGranted[needs]
  })
  if (because) return { found, plan: 'skip', because }
  return { found, plan: found.cure ? 'redrive' : 'drop' }
}
