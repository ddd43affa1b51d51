import { type Batch, type BatchEntry, batch, batchEntry } from '../../../schemas/batch.ts'
import type { Gateway } from '../../gateway.ts'
import { Turns } from '../../turns.ts'
import { validate } from '../../validate.ts'
import { type Answer, jsonAnswer, refuse } from './answer.ts'
import type { HttpCall } from './call.ts'
import { runOperation } from './operation.ts'

/**
 * Runs many requests at once, each with its own app, region and verdict; those of one account go one after another.
 * @throws GatewayError INVALID_REQUEST for a batch whose entries could not even be told apart
 */
export async function runBatch(call: HttpCall, gateway: Gateway): Promise<Answer> {
  await validate('batch', batch, call.body)
  const { requests } = call.body as Batch
  const { clock, config } = gateway
  const turns = new Turns()
  const responses = await Promise.all(
    requests.map((entry) =>
      turns.take(accountOf(entry, config.defaultApp), call.deadline - clock.now(), () =>
        answerEntry(entry, call, gateway),
      ),
    ),
  )
  const isOk = responses.every(({ status }) => status === 200)
  return jsonAnswer(isOk ? 200 : 207, { requestId: call.requestId, responses })
}

/** The account of an entry that may yet turn out to be anything. */
function accountOf(entry: object, defaultApp: string): string {
  const { body } = entry as { readonly body?: unknown }
  const { app = defaultApp, userId } = Object(body)
  return typeof app === 'string' && typeof userId === 'string' ? `${app}\0${userId}` : ''
}

async function answerEntry(entry: Batch['requests'][number], call: HttpCall, gateway: Gateway) {
  const answer = await runEntry(entry, call, gateway).catch((error: unknown) =>
    refuse(error, call.requestId, gateway.log),
  )
  return { id: entry.id, ...answer, headers: { ...answer.headers, 'x-request-id': call.requestId } }
}

async function runEntry(entry: unknown, call: HttpCall, gateway: Gateway): Promise<Answer> {
  await validate('batch-entry', batchEntry, entry)
  const { operation, body } = entry as BatchEntry
  const once = call.once && { ...call.once, key: `${call.once.key}\0${(entry as BatchEntry).id}` }
  return runOperation(operation, { ...call, body, once }, gateway)
}
