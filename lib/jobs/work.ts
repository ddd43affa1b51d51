import { codeRow } from '../errors/codes.ts'
import { type GatewayError, invalid } from '../errors/gateway-error.ts'
import { type CarriedOut, carryOut } from '../flow/carry-out.ts'
import { judge } from '../flow/judge.ts'
import type { Outcome } from '../flow/outcome.ts'
import { asRepeat, type Task, withItems } from '../flow/task.ts'
import { type Effort, noEffort, sumOf } from '../telemetry/effort.ts'
import type { Upstream } from '../upstream/deliver.ts'
import { isWorthRepeating } from '../upstream/retry.ts'
import type { Fault, Verdict } from '../upstream/verdict.ts'
import { type Merged, merge, type Part } from './merge.ts'

/** A task that was tried: something of it is left where its outcome has a `retry`. */
interface Tried {
  readonly outcome: Outcome
  readonly effort: Effort
  /** Whether there is proof that there is such an app. */
  readonly isAppReal: boolean
  readonly merged: number
}

/** What became of a task: an outcome, or a fault of its body. */
export type Worked = Tried | { readonly refused: GatewayError }

/**
 * Does the tasks of one account in their order, in as few calls as can be, each with a verdict of its own. It ends with the first
 * call that leaves something worth repeating: what comes later must not overtake it.
 * @param deadline Unix milliseconds
 * @param goesOn whether another call may be begun; asked after each
 * @returns what became of each, by its task; those not begun are missing, as all are for which no place in the quota came in time
 */
export async function workOff(
  upstream: Upstream,
  tasks: readonly Task[],
  deadline: number,
  goesOn: () => boolean,
): Promise<Map<Task, Worked>> {
  const done = new Map<Task, Worked>()
  const sound: Task[] = []
  for (const task of tasks) {
    const refused = await faultOf(upstream, task, deadline)
    if (refused) done.set(task, { refused })
    else sound.push(task)
  }
  let read = 0
  for (const merged of merge(sound)) {
    const { outcomes, replyCharacters } = await doTogether(upstream, merged, deadline)
    if (isWithoutPlace(outcomes)) break
    for (const [task, worked] of outcomes) done.set(task, worked)
    if ([...outcomes.values()].some(({ outcome }) => outcome.retry)) break
    if (merged.task.operation.effect === 'read') read += replyCharacters
    if (read > MOST_CHARACTERS_READ || !goesOn()) break
  }
  return done
}

/** What is read is held until all that was begun is written down; ten accounts are worked side by side. */
const MOST_CHARACTERS_READ = 4 * 1024 * 1024

/** Whether nothing was sent, for want of a place in the quota. */
function isWithoutPlace(outcomes: ReadonlyMap<Task, Tried>): boolean {
  const efforts = [...outcomes.values()].map(({ effort }) => effort)
  const { calls, quotaRefusals } = efforts.reduce(sumOf, noEffort())
  return calls === 0 && quotaRefusals > 0
}

/** A body that only the app's own facts show to be wrong must not spoil a call that others share. */
async function faultOf(upstream: Upstream, task: Task, deadline: number) {
  const { operation, body } = task
  if (!operation.check) return undefined
  // An app that can't be used is told by the delivery, item by item.
  const facts = await upstream.facts(task, deadline).catch(() => undefined)
  const errors = facts ? operation.check(body, facts) : []
  return errors.length > 0 ? invalid(errors) : undefined
}

interface Together {
  readonly outcomes: ReadonlyMap<Task, Tried>
  /** Of all replies that were read. */
  readonly replyCharacters: number
}

async function doTogether(upstream: Upstream, merged: Merged, deadline: number): Promise<Together> {
  const { task, parts } = merged
  const together = await carryOut(upstream, task, deadline)
  const outcomes = new Map<Task, Tried>()
  let isHeld = false
  for (const part of parts) {
    const alone = await repeatAlone(upstream, merged, part, together, isHeld ? 0 : deadline)
    const superseded = new Set([...part.superseded].filter((id) => !alone.verdicts.has(id)))
    const verdicts = new Map([...together.verdicts, ...alone.verdicts])
    const outcome = judge(part.task, verdicts, superseded)
    isHeld ||= alone.verdicts.size > 0 && outcome.retry !== undefined
    const effort = part === parts[0] ? sumOf(together.effort, alone.effort) : alone.effort
    outcomes.set(part.task, { outcome, effort, isAppReal: together.isAppReal, merged: parts.length })
  }
  return { outcomes, replyCharacters: together.replyCharacters }
}

const nothing: Pick<CarriedOut, 'verdicts' | 'effort'> = { verdicts: new Map(), effort: noEffort() }

/** What was refused together, and may be another part's doing, goes out once more with this part's own items only. */
async function repeatAlone(
  upstream: Upstream,
  { parts, shares }: Merged,
  { task }: Part,
  { verdicts }: CarriedOut,
  deadline: number,
): Promise<Pick<CarriedOut, 'verdicts' | 'effort'>> {
  const { items } = task
  if (!items || parts.length === 1) return nothing
  const own = items.list.flatMap((item) => {
    const id = items.rules.id(item)
    const fault = finalFault(verdicts.get(id))
    return fault && (fault.ofCall || shares.get(id) !== 1) ? [{ item, fault }] : []
  })
  if (own.length === 0) return nothing
  const alone = withItems(
    task,
    own.map(({ item }) => item),
  )
  const isInDoubt = own.some(({ fault }) => fault.isAfterDoubt)
  return carryOut(upstream, isInDoubt ? asRepeat(alone) : alone, deadline)
}

/** Why an item is refused for good, where neither a repeat nor an operator can mend it. */
function finalFault(verdict: Verdict | undefined): Fault | undefined {
  if (verdict?.status !== 'failed') return undefined
  const { fault } = verdict
  return isWorthRepeating(fault.retry) || codeRow(fault.code).kind === 'operator' ? undefined : fault
}
