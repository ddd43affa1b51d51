import { operations } from '../../lib/operations/index.ts'
import { code, table } from './markdown.ts'

/** The families of operations, and by which names what each can do is asked for. */
export function familiesTable(): string {
  const names = [...operations.keys()].map((name) => name.split('.') as [family: string, operation: string])
  const families = Map.groupBy(names, ([family]) => family)
  return table(
    ['family', 'operations'],
    [...families].map(([family, all]) => [code(family), all.map(([, operation]) => code(operation)).join(', ')]),
  )
}
