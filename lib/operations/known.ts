import type { Facts } from '../operation.ts'
import { facts } from './facts.ts'

/** An operation as far as it is known before its row is loaded. */
export interface Known extends Facts {
  readonly name: string
}

/** Every operation by its name, in the order in which they are listed. Their rows are loaded when they are needed: see load.ts. */
export const known: ReadonlyMap<string, Known> = new Map(
  Object.entries(facts).map(([name, some]) => [name, { name, ...some }]),
)
