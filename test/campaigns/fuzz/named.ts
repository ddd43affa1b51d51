import { nameOf } from '../../../lib/flow/names.ts'
import { operations } from '../../../lib/operations/index.ts'

/** Ids of an operation's items, in their order. */
export const idsOf = (operation: string, items: readonly unknown[]): string[] =>
  items.map((item) => operations.get(operation)!.items!.id(item))

/** Whether the results are those of these items, one for each and in their order. */
export const areInOrder = (operation: string, results: readonly object[], ids: readonly string[]): boolean =>
  results.length === ids.length &&
  ids.every((id, index) => {
    const named = Object.entries(nameOf(operations.get(operation), id))
    return named.every(([name, value]) => (results[index] as Record<string, unknown>)[name] === value)
  })
