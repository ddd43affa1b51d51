import type { Batch } from '../../../schemas/batch.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import type { AnyOperation } from '../../operation.ts'
import { known } from '../../operations/known.ts'
import type { Answer } from '../answer.ts'
import { bytesRead, MOST_ANSWER_BYTES, withVerdictsOnly } from './encode.ts'

/** Items of one batch: their verdicts must fit in one answer, whatever becomes of them. */
export const MOST_BATCH_ITEMS = 20_000
/** What pages read may take of one answer: they can be read again, a write's verdict can't be got again. */
export const MOST_PAGE_BYTES = 2 * 1024 * 1024

export const tooManyItems = (): GatewayError =>
  new GatewayError('PAYLOAD_TOO_LARGE', {
    detail: `With this entry the batch has more than ${MOST_BATCH_ITEMS} items; send it in another batch.`,
  })

export const tooLargePage = (): GatewayError =>
  new GatewayError('PAYLOAD_TOO_LARGE', {
    detail: 'What this reads is too large beside the other entries; read it by itself or in another batch.',
  })

/** The rows of a batch's operations, by name. */
export type Rows = ReadonlyMap<unknown, AnyOperation>

/** The entries whose items, together with those before them, are not too many for one answer. */
export function entriesWithin(entries: Batch['requests'], rows: Rows): ReadonlySet<unknown> {
  let items = 0
  return new Set(
    entries.filter((entry) => {
      items += itemsOf(entry, rows)
      return items <= MOST_BATCH_ITEMS
    }),
  )
}

function itemsOf(entry: object, rows: Rows): number {
  const { operation, body } = entry as { readonly operation?: unknown; readonly body?: unknown }
  const member = rows.get(operation)?.items?.member
  const list: unknown = member === undefined ? undefined : Object(body)[member]
  return Array.isArray(list) ? list.length : 1
}

function isRead(entry: unknown): boolean {
  const { operation } = Object(entry) as { readonly operation?: unknown }
  return typeof operation === 'string' && known.get(operation)?.effect === 'read'
}

/**
 * The answers to a batch's entries, as they come. What is read can be read again, so of that no more is held than one answer carries:
 * what is beyond is let go of as soon as that is certain, since a hundred large replies would not fit into memory. What a write comes
 * to is never left out.
 */
export class Gathered {
  readonly #entries: Batch['requests']
  readonly #beyond: (index: number) => Answer
  readonly #answers: Answer[] = []
  /** Sizes of the pages among them, by their entry's place. */
  readonly #pageBytes: (number | undefined)[] = []
  /** Places of answers that hold what was read of items, and what that comes to. */
  readonly #withItems = new Set<number>()
  #itemBytes = 0

  /** @param beyond what the entry at that place is answered whose page is too much beside those before it */
  constructor(entries: Batch['requests'], beyond: (index: number) => Answer) {
    this.#entries = entries
    this.#beyond = beyond
  }

  put(index: number, answer: Answer): void {
    this.#answers[index] = answer
    if (!isRead(this.#entries[index])) return
    if ('results' in answer.body) this.#keepVerdicts(index, answer)
    else if (answer.status === 200) this.#keepPages(index, answer)
  }

  /** Items' verdicts are never left out; what was read of them is, of all entries, where it does not fit. */
  #keepVerdicts(index: number, answer: Answer): void {
    this.#withItems.add(index)
    this.#itemBytes += bytesRead(answer)
    if (this.#itemBytes <= MOST_ANSWER_BYTES) return
    for (const place of this.#withItems) this.#answers[place] = withVerdictsOnly(this.#answers[place] ?? answer)
    this.#withItems.clear()
  }

  #keepPages(index: number, answer: Answer): void {
    this.#pageBytes[index] = Buffer.byteLength(JSON.stringify(answer.body))
    let bytes = 0
    for (const [place, size = 0] of this.#pageBytes.entries()) {
      bytes += size
      const isHeld = this.#answers[place]?.status === 200
      if (size > 0 && bytes > MOST_PAGE_BYTES && isHeld) this.#answers[place] = this.#beyond(place)
    }
  }

  /** In the order of the entries, once all have come. */
  all(): readonly Answer[] {
    return this.#answers
  }
}
