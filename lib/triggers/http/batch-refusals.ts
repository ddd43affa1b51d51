import type { Code } from '../../errors/codes.ts'
import type { Fields, Log } from '../../telemetry/log.ts'
import type { Figures } from '../../telemetry/metric.ts'
import { traceIdOf } from '../../telemetry/trace.ts'
import { type Answer, problemOf } from '../answer.ts'
import { figureFields, type Subject } from '../figures.ts'
import { foreseen, levelOf, type Refusal, type Refused, refusalOf, tellUnforeseen } from '../refuse.ts'
import type { HttpCall } from './call.ts'

/** The entries of one batch of which nothing was tried: an empty entry is soon written, and must not cost a line of its own. */
export class BatchRefusals {
  readonly #call: HttpCall
  readonly #log: Log
  readonly #refusals: Refusal[] = []
  readonly #unforeseen = new Set<unknown>()

  constructor(call: HttpCall, log: Log) {
    this.#call = call
    this.#log = log
  }

  /** What the caller may see of an entry's error. */
  refuse(error: unknown, refused: Refused): Answer {
    const known = foreseen(error, (fault) => this.#tellOnce(fault, refused))
    this.note(refusalOf(known, refused))
    return problemOf(known, refused.requestId)
  }

  note(refusal: Refusal): void {
    this.#refusals.push(refusal)
  }

  /** Writes the one line of them all, if there are any. It has the particulars of the first whose code leads. */
  write(): void {
    const counts = countsOf(this.#refusals.map(({ code }) => code))
    const first = this.#refusals.find(({ code }) => code === leadingOf(counts))
    if (!first) return
    const { requestId, traceparent, caller } = this.#call
    this.#log[levelOf(first.code)]('refused', {
      requestId,
      traceId: traceIdOf(traceparent),
      caller,
      path: '/v1/batch',
      ...first.particulars,
      counts: Object.fromEntries(counts),
      ...figureFields(this.#subjectOf(first), sumOf(this.#refusals.map(({ figures }) => figures))),
    })
  }

  #tellOnce(fault: Fields, refused: Refused): void {
    if (this.#unforeseen.has(fault.error)) return
    this.#unforeseen.add(fault.error)
    tellUnforeseen(fault, refused, this.#log)
  }

  /** Several operations can't share one dimension: then it is none of them. */
  #subjectOf({ subject: { operation, app } }: Refusal): Subject {
    const all = new Set(this.#refusals.map(({ subject }) => subject.operation))
    return { app, ...(all.size === 1 && { operation }) }
  }
}

function countsOf(codes: readonly Code[]): ReadonlyMap<Code, number> {
  const counts = new Map<Code, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}

/** What an operator has to see; else the one that most entries share. */
function leadingOf(counts: ReadonlyMap<Code, number>): Code | undefined {
  const all = [...counts].sort(([, one], [, other]) => other - one).map(([code]) => code)
  return all.find((code) => levelOf(code) === 'warn') ?? all[0]
}

function sumOf(all: readonly Figures[]): Figures {
  const sums: Record<string, number> = {}
  for (const figures of all) {
    for (const [name, value] of Object.entries(figures)) {
      if (value !== undefined) sums[name] = (sums[name] ?? 0) + value
    }
  }
  return sums
}
