import type { Batch } from '../../../schemas/batch.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import { operations } from '../../operations/index.ts'
import type { Answer } from '../answer.ts'

/** Items of one batch: their verdicts must fit in one answer, whatever becomes of them. */
const MOST_ITEMS = 20_000
/** What pages read may take of one answer: they can be read again, a write's verdict can't be got again. */
const MOST_PAGE_BYTES = 2 * 1024 * 1024

export const tooManyItems = (): GatewayError =>
  new GatewayError('PAYLOAD_TOO_LARGE', {
    detail: `With this entry the batch has more than ${MOST_ITEMS} items; send it in another batch.`,
  })

export const tooLargePage = (): GatewayError =>
  new GatewayError('PAYLOAD_TOO_LARGE', {
    detail: 'What this reads is too large beside the other entries; read it by itself or in another batch.',
  })

/** The entries whose items, together with those before them, are not too many for one answer. */
export function entriesWithin(entries: Batch['requests']): ReadonlySet<unknown> {
  let items = 0
  return new Set(
    entries.filter((entry) => {
      items += itemsOf(entry)
      return items <= MOST_ITEMS
    }),
  )
}

function itemsOf(entry: object): number {
  const { operation, body } = entry as { readonly operation?: unknown; readonly body?: unknown }
  const member = typeof operation === 'string' ? operations.get(operation)?.items?.member : undefined
  const list: unknown = member === undefined ? undefined : Object(body)[member]
  return Array.isArray(list) ? list.length : 1
}

function isRead(entry: unknown): boolean {
  const { operation } = Object(entry) as { readonly operation?: unknown }
  return typeof operation === 'string' && operations.get(operation)?.effect === 'read'
}

/** The answers that are pages too many for one answer; what a write comes to is never left out. */
export function pagesBeyond(entries: Batch['requests'], answers: readonly Answer[]): ReadonlySet<Answer> {
  let bytes = 0
  const pages = answers.filter(
    ({ status, body }, index) => status === 200 && !('results' in body) && isRead(entries[index]),
  )
  return new Set(
    pages.filter(({ body }) => {
      bytes += Buffer.byteLength(JSON.stringify(body))
      return bytes > MOST_PAGE_BYTES
    }),
  )
}
