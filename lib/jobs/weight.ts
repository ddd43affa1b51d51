import type { Parts } from '../ledger/compressed-parts.ts'

/** What tells how much memory a job takes while it is worked on. */
export interface Weighed {
  /** How many results it can have. */
  readonly items: number
  readonly body: Pick<Parts, 'bytes'>
  /** What was kept of its attempts so far. */
  readonly answer?: Pick<Parts, 'bytes'>
}

/** What an item takes beside what the body says of it: its place in a call, its verdict and its result. */
const ITEM_BYTES = 300
/** No item is written with less. */
const LEAST_ITEM_BYTES = 10

/** What a job weighs: bytes of JSON, and what its items take beside them. */
export const weightOf = ({ items, body, answer }: Weighed): number =>
  body.bytes + (answer?.bytes ?? 0) + items * ITEM_BYTES

/** As many items as so many bytes can be, for records of a version that did not count them. */
export const mostItemsIn = (bytes: number): number => Math.ceil(bytes / LEAST_ITEM_BYTES)
