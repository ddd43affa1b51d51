import { nameIn } from '../rows/item-name.ts'
import type { Row } from './bodies.ts'
import type { RowIndex } from './row-index.ts'

/** The rows of an input, found again by their numbers. */
export interface Source {
  readonly index: RowIndex
  /** Hash of the input's bytes, in hexadecimal. */
  readonly hash: string
  /** These rows, in this order. @throws Mistake where the file is not what it was */
  readonly rows: (numbers: readonly number[]) => readonly Row[]
  /** What begins a file of rows in the same form. */
  readonly head: () => string
  /** A row in the same form, with why it is not done. */
  readonly failed: (number: number, code: string, message: string) => string
  readonly close: () => void
}

/** Decides who waits for whom, from the body of a row but for its items. */
export interface TurnRule {
  readonly turn: 'account' | 'one' | 'none'
  /** Members of an item that name it; none where the item is the name; undefined where there are no items. */
  readonly itemId?: readonly string[]
}

/** Whose turn the row needs; undefined where it waits for nobody. */
export function turnOf(
  { turn, itemId }: TurnRule,
  { envelope, items }: Row,
): { of: string; item?: string } | undefined {
  const { app, userId } = envelope
  if (turn === 'account') return { of: JSON.stringify([app, userId]) }
  if (turn === 'one') return { of: JSON.stringify([app]) }
  if (itemId === undefined) return undefined
  return { of: JSON.stringify(envelope), item: String(nameIn(items?.[0], itemId)) }
}
