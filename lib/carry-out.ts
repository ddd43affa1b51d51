import { GatewayError, invalid } from './errors/gateway-error.ts'
import { deliveriesOf, type Task } from './task.ts'
import type { Upstream } from './upstream/deliver.ts'
import type { Verdict } from './upstream/reply.ts'

export interface CarriedOut {
  /** By the items' ids; the one of `WHOLE` where there are no items. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** Upstream calls it took. */
  readonly calls: number
}

/**
 * Sends the task's calls one after another, since they write one account.
 * @param deadline Unix milliseconds
 * @throws GatewayError INVALID_REQUEST for a fault of the body that only the app's own facts show
 */
export async function carryOut(upstream: Upstream, task: Task, deadline: number): Promise<CarriedOut> {
  const verdicts = new Map<string, Verdict>()
  const refusal = await findRefusal(upstream, task, deadline)
  let calls = 0
  for (const delivery of deliveriesOf(task)) {
    const delivered = refusal ? upstream.refuse(delivery, refusal) : await upstream.deliver(delivery, deadline)
    calls += delivered.calls
    for (const [id, verdict] of delivered.verdicts) verdicts.set(id, verdict)
  }
  return { calls, verdicts }
}

/** An app that can't be used is every item's verdict; a fault of the body, thrown, is the caller's to mend as a whole. */
async function findRefusal(upstream: Upstream, { operation, body, app }: Task, deadline: number) {
  try {
    const facts = await upstream.facts(app, deadline)
    const errors = operation.check?.(body, facts) ?? []
    if (errors.length === 0) return undefined
    throw invalid(errors)
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code === 'INVALID_REQUEST') throw error
    return error
  }
}
