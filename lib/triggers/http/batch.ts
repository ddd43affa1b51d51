import { type Batch, type BatchEntry, batch, batchEntry } from '../../../schemas/batch.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import type { Gateway } from '../../gateway.ts'
import { operations } from '../../operations/index.ts'
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
  const taken = takeAll(requests)
  const responses = await Promise.all(
    requests.map((entry) =>
      turns.take(accountOf(entry, config.defaultApp), call.deadline - clock.now(), () =>
        answerEntry(entry, taken.has(entry), call, gateway),
      ),
    ),
  )
  const fitting = withinPages(responses, call, gateway)
  const isOk = fitting.every(({ status }) => status === 200)
  return jsonAnswer(isOk ? 200 : 207, { requestId: call.requestId, responses: fitting })
}

/** Items of one batch: their verdicts must fit in one answer, whatever becomes of them. */
const MOST_ITEMS = 20_000

/** The entries whose items, together with those before them, are not too many for one answer. */
function takeAll(entries: Batch['requests']): ReadonlySet<unknown> {
  let items = 0
  return new Set(
    entries.filter((entry) => {
      const { operation, body } = entry as { readonly operation?: unknown; readonly body?: unknown }
      const member = operations.get(String(operation))?.items?.member
      const list: unknown = member === undefined ? undefined : Object(body)[member]
      items += Array.isArray(list) ? list.length : 1
      return items <= MOST_ITEMS
    }),
  )
}

/** What pages read may take of one answer: they can be read again, a write's verdict can't be got again. */
const MOST_PAGE_BYTES = 2 * 1024 * 1024

type Response = Awaited<ReturnType<typeof answerEntry>>

/** The responses, without the pages that are too many for one answer. */
function withinPages(responses: readonly Response[], call: HttpCall, { log }: Gateway): Response[] {
  let bytes = 0
  return responses.map((response) => {
    if ('results' in response.body) return response
    bytes += Buffer.byteLength(JSON.stringify(response.body))
    if (bytes <= MOST_PAGE_BYTES) return response
    const detail = 'What this reads is too large beside the other entries; read it by itself or in another batch.'
    return { ...response, ...refuse(new GatewayError('PAYLOAD_TOO_LARGE', { detail }), call.requestId, log) }
  })
}

/** The account of an entry that may yet turn out to be anything. */
function accountOf(entry: object, defaultApp: string): string {
  const { body } = entry as { readonly body?: unknown }
  const { app = defaultApp, userId } = Object(body)
  return typeof app === 'string' && typeof userId === 'string' ? `${app}\0${userId}` : ''
}

async function answerEntry(entry: Batch['requests'][number], isTaken: boolean, call: HttpCall, gateway: Gateway) {
  const answer = await (isTaken ? runEntry(entry, call, gateway) : Promise.reject(tooMany())).catch((error: unknown) =>
    refuse(error, call.requestId, gateway.log, { operation: nameOf(entry) }),
  )
  return { id: entry.id, ...answer, headers: { ...answer.headers, 'x-request-id': call.requestId } }
}

/** For the log: whatever the entry says, cut. */
const nameOf = (entry: object): string => String(Object(entry).operation).slice(0, 100)

const tooMany = (): GatewayError =>
  new GatewayError('PAYLOAD_TOO_LARGE', {
    detail: `With this entry the batch has more than ${MOST_ITEMS} items; send it in another batch.`,
  })

async function runEntry(entry: unknown, call: HttpCall, gateway: Gateway): Promise<Answer> {
  await validate('batch-entry', batchEntry, entry)
  const { operation, body } = entry as BatchEntry
  const once = call.once && { ...call.once, key: `${call.once.key}\0${(entry as BatchEntry).id}` }
  return runOperation(operation, { ...call, body, once }, gateway)
}
