import type { OperationRow } from '../printed/table.ts'
import { nameIn } from './item-name.ts'
import { type Body, bytesOf, type Lane, type Portion } from './portion.ts'

/** A portion of rows, with each item's row. */
export interface RowPortion extends Portion {
  /** Places of the rows in their window, one for each item. */
  readonly rows: readonly number[]
}

/** What a request may hold; bytes leave room for a batch around it. */
const MOST_ITEMS = 10_000
const MOST_BYTES = 1024 * 1024
/** Items that Chat takes in a call, by and large. */
const ITEMS_PER_CALL = 1000

interface Draft {
  readonly envelope: Body
  readonly items: unknown[]
  readonly rows: number[]
  readonly ids: Set<string>
  bytes: number
}

/**
 * Puts rows with equal bodies but for their items into requests. Requests of one account stand in one lane, in the order of their rows;
 * an item that stands twice goes into a later request, as it would if each row were sent alone.
 * @param rows undefined stands for one that is not to be sent
 * @param first how many rows came before, so that requests have the same ids however often the rows are sent
 */
export function* groupRows(
  operation: OperationRow,
  rows: readonly (Body | undefined)[],
  first: number,
): Generator<Lane<RowPortion>> {
  const lanes = new Map<string, number[]>()
  for (const [index, row] of rows.entries()) {
    if (!row) continue
    const lane = laneOf(operation, row, first + index)
    const known = lanes.get(lane)
    if (known) known.push(index)
    else lanes.set(lane, [index])
  }
  for (const indexes of lanes.values()) {
    const portions = portionsOf(operation, rows, indexes, first)
    yield { next: () => portions.next().value ?? undefined }
  }
}

/** Who is written, as far as a body says; a read, or what names no account, waits for nobody but its own kind. */
function laneOf(operation: OperationRow, row: Body, index: number): string {
  if (operation.effect === 'read' && !operation.items) return String(index)
  if (typeof row.userId === 'string') return JSON.stringify([row.app, row.userId])
  return operation.items ? JSON.stringify(envelopeOf(operation, row)) : String(index)
}

function* portionsOf(
  operation: OperationRow,
  rows: readonly (Body | undefined)[],
  indexes: readonly number[],
  first: number,
): Generator<RowPortion, undefined> {
  let draft: Draft | undefined
  let envelopeText = ''
  for (const index of indexes) {
    const row = rows[index] ?? {}
    const items = itemsOf(operation, row)
    const envelope = items ? envelopeOf(operation, row) : row
    const text = JSON.stringify(envelope)
    const bytes = bytesOf(items ?? [])
    const isFull = draft && (draft.items.length + (items?.length ?? 0) > MOST_ITEMS || draft.bytes + bytes > MOST_BYTES)
    const ids = (items ?? []).map((item) => idOf(operation, item))
    if (draft && (!items || text !== envelopeText || isFull || ids.some((id) => draft?.ids.has(id)))) {
      yield portionOf(draft, first)
      draft = undefined
    }
    draft ??= { envelope, items: [], rows: [], ids: new Set(), bytes: bytesOf(envelope) }
    envelopeText = text
    if (!items) {
      yield portionOf({ ...draft, rows: [index] }, first, true)
      draft = undefined
      continue
    }
    draft.bytes += bytes
    for (const [place, item] of items.entries()) {
      draft.items.push(item)
      draft.rows.push(index)
      draft.ids.add(ids[place] ?? '')
    }
  }
  if (draft) yield portionOf(draft, first)
}

function portionOf({ envelope, items, rows, bytes }: Draft, first: number, isWhole = false): RowPortion {
  return {
    id: String(first + (rows[0] ?? 0)),
    envelope,
    ...(!isWhole && { items }),
    rows,
    bytes: bytes + items.length,
    calls: Math.max(1, Math.ceil(items.length / ITEMS_PER_CALL)),
  }
}

/** The row's items; undefined where it lists none, which is for the gateway to judge. */
function itemsOf({ items }: OperationRow, row: Body): readonly unknown[] | undefined {
  const list = items && row[items.member]
  return Array.isArray(list) && list.length > 0 ? list : undefined
}

function envelopeOf({ items }: OperationRow, row: Body): Body {
  if (!items) return row
  const { [items.member]: _, ...envelope } = row
  return envelope
}

function idOf({ items }: OperationRow, item: unknown): string {
  const id = nameIn(item, items?.id ?? [])
  return typeof id === 'string' ? id : JSON.stringify(id)
}
