import type { Batch, BatchEntry } from '../../../schemas/batch.ts'
import { appIn, turnIn } from '../../flow/plan.ts'
import { Turns } from '../../flow/turns.ts'
import type { Gateway } from '../../gateway.ts'
import { rowsNamed } from '../../operations/load.ts'
import { validate } from '../../validate/validate.ts'
import { type Answer, jsonAnswer } from '../answer.ts'
import type { Refused } from '../refuse.ts'
import { entriesWithin, Gathered, tooLargePage, tooManyItems } from './batch-bounds.ts'
import { type Doubled, sortDoubled } from './batch-doubled.ts'
import { BatchRefusals } from './batch-refusals.ts'
import type { HttpCall } from './call.ts'
import { headersOf } from './encode.ts'
import { logRequest, runOperation } from './operation.ts'

interface BatchRun {
  readonly call: HttpCall
  readonly gateway: Gateway
  readonly refusals: BatchRefusals
  readonly doubled: Doubled
}

/**
 * Runs many requests at once, each with its own app, region and verdict; those of one account go one after another.
 * @throws GatewayError INVALID_REQUEST for a batch whose entries could not even be told apart
 */
export async function runBatch(call: HttpCall, gateway: Gateway): Promise<Answer> {
  const doubled = sortDoubled(call.doubled)
  await validate('batch.whole', call.body, doubled.around)
  const { requests } = call.body as Batch
  const { clock, config } = gateway
  const { requestId } = call
  const turns = new Turns()
  const refusals = new BatchRefusals(call, gateway.log)
  const run = { call, gateway, refusals, doubled }
  // All of them before any entry takes its turn: those of one account take theirs in the order in which they stand.
  const rows = await rowsNamed(requests.map((entry) => (entry as { readonly operation?: unknown }).operation))
  const within = entriesWithin(requests, rows)
  const gathered = new Gathered(requests, (index) =>
    refusals.refuse(tooLargePage(), refusedOf(requests[index], call, config.defaultApp)),
  )
  const answerEntry = async (entry: object, index: number) => {
    const running = within.has(entry) ? runEntry(entry, index, run) : Promise.reject(tooManyItems())
    const answered = running.catch((error: unknown) =>
      refusals.refuse(error, { ...refusedOf(entry, call, config.defaultApp), counted: 'Requests' }),
    )
    gathered.put(index, await answered)
  }
  await Promise.all(
    requests.map((entry, index) => {
      const { operation, body } = entry as { readonly operation?: unknown; readonly body?: unknown }
      const turn = turnIn(rows.get(operation), body, config.defaultApp)
      const answered = () => answerEntry(entry, index)
      return turn === undefined ? answered() : turns.take(turn, call.deadline - clock.now(), answered)
    }),
  )
  refusals.write()
  const responses = gathered.all().map((answer, index) => ({
    id: requests[index]?.id,
    status: answer.status,
    headers: headersOf(answer, call),
    body: answer.body,
  }))
  const isOk = responses.every(({ status }) => status === 200)
  return jsonAnswer(isOk ? 200 : 207, { requestId, responses })
}

/** An entry that may yet turn out to be anything, for the log. */
function refusedOf(entry: unknown, { requestId, traceparent, caller }: HttpCall, defaultApp: string): Refused {
  const { operation, body } = Object(entry) as { readonly operation?: unknown; readonly body?: unknown }
  const named = typeof operation === 'string' ? operation : undefined
  return { requestId, traceparent, caller, operation: named, app: appIn(body, defaultApp) }
}

async function runEntry(
  entry: unknown,
  index: number,
  { call, gateway, refusals, doubled }: BatchRun,
): Promise<Answer> {
  await validate('batch.entry', entry, doubled.ofEntries.get(index))
  const { operation, body } = entry as BatchEntry
  const key = call.key === undefined ? undefined : `${call.key}\0${(entry as BatchEntry).id}`
  const done = await runOperation(operation, { ...call, body, key, doubled: doubled.ofBodies.get(index) }, gateway)
  if (done.refusal) refusals.note(done.refusal)
  else logRequest(done, gateway)
  return done.answer
}
