import { GatewayError, invalid } from '../errors/gateway-error.ts'
import { type Effort, noEffort, sumOf } from '../telemetry/effort.ts'
import type { Delivered, Delivery, Upstream } from '../upstream/deliver.ts'
import { overQuota } from '../upstream/place.ts'
import { INTERRUPTED, isFault, type Verdict } from '../upstream/verdict.ts'
import { deliveriesOf, earlierFailed } from './calls.ts'
import { mayBeRepeated, type Task } from './task.ts'

export interface CarriedOut {
  /** By the items' ids; the one of `WHOLE` where there are no items. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly effort: Effort
  /** Of all replies that were read. */
  readonly replyCharacters: number
  /** Whether there is proof that the app exists: its secret was read. */
  readonly isAppReal: boolean
}

const inDoubt = ({ entries }: Delivery): Delivered => ({
  verdicts: new Map(entries.map(({ id }) => [id, INTERRUPTED])),
  effort: noEffort(),
  replyCharacters: 0,
})

/**
 * Sends the task's calls one after another, since they write one account. A repeat of what must not be repeated, or not any more, is
 * left to its caller: nothing is sent.
 * @param deadline Unix milliseconds
 * @throws GatewayError INVALID_REQUEST for a fault of the body that only the app's own facts show
 */
export async function carryOut(upstream: Upstream, task: Task, deadline: number): Promise<CarriedOut> {
  const verdicts = new Map<string, Verdict>()
  const { operation } = task
  const isTooLate = () => task.isRepeat === true && !mayBeRepeated(task, upstream.now())
  const isOver = isTooLate()
  let refusal = isOver ? undefined : await findRefusal(upstream, task, deadline)
  const isAppReal = !isOver && refusal === undefined
  let effort: Effort = noEffort()
  let replyCharacters = 0
  const send = (delivery: Delivery): Delivered | Promise<Delivered> => {
    const stop = refusal ?? refusalOfMore(task, replyCharacters)
    if (stop) return upstream.refuse(delivery, stop)
    return isOver || isTooLate() ? inDoubt(delivery) : upstream.deliver(delivery, deadline)
  }
  for (const delivery of deliveriesOf(task)) {
    const delivered = await send(delivery)
    effort = sumOf(effort, delivered.effort)
    // Whoever found no place would wait as long again for each further call, with all that is behind it.
    if (delivered.effort.quotaRefusals > 0) refusal ??= overQuota()
    replyCharacters += delivered.replyCharacters
    for (const [id, verdict] of delivered.verdicts) verdicts.set(id, verdict)
    const isStopped = operation.items?.inOrder && [...delivered.verdicts.values()].some(isFault)
    if (isStopped) refusal ??= earlierFailed()
  }
  return { verdicts, effort, replyCharacters, isAppReal }
}

/** What the replies of one read may come to: all that is read is held until it is answered, which takes 5 MiB at most. */
const MOST_CHARACTERS_READ = 32 * 1024 * 1024

function refusalOfMore({ operation }: Task, replyCharacters: number): GatewayError | undefined {
  if (operation.effect === 'write' || replyCharacters <= MOST_CHARACTERS_READ) return undefined
  const detail =
    'What was asked for before this is too large for one answer, so this was not read; ask for fewer at once.'
  return new GatewayError('PAYLOAD_TOO_LARGE', { detail })
}

/** An app that can't be used is every item's verdict; a fault of the body, thrown, is the caller's to mend as a whole. */
async function findRefusal(upstream: Upstream, task: Task, deadline: number) {
  try {
    const facts = await upstream.facts(task, deadline)
    const errors = task.operation.check?.(task.body, facts) ?? []
    if (errors.length === 0) return undefined
    throw invalid(errors)
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code === 'INVALID_REQUEST') throw error
    return error
  }
}
