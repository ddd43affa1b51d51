import type { Members } from '../json.ts'
import type { AnyOperation } from '../operation.ts'
import type { ItemResult } from './outcome.ts'

/** What an item of so many is called where its row does not say. */
const USUAL = 'userId'

/** The members that name an item in a result. */
export function nameOf(operation: AnyOperation | undefined, id: string): Members {
  const { as = USUAL } = operation?.items ?? {}
  return typeof as === 'string' ? { [as]: id } : as(id)
}

/** A result as version 0.1 kept it, whose items were all accounts, or as it is kept now. */
export function resultIn(kept: ItemResult | (Omit<ItemResult, 'id'> & { readonly userId: string })): ItemResult {
  if ('id' in kept) return kept
  const { userId: id, ...result } = kept
  return { id, ...result }
}
