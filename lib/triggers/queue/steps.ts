import type { Task } from '../../flow/task.ts'

/** What a job writes: items by their ids, or anything the account has; nothing where it was not sent. */
export type Touched = ReadonlySet<string> | 'anything'

export const touchedBy = ({ items }: Task): Touched =>
  items ? new Set(items.list.map((item) => items.rules.id(item))) : 'anything'

/**
 * Cuts a row of jobs, in their order, into steps of neighbours that touch different things. Where only some of a step get written
 * down as done, the others can be done again without undoing them.
 */
export function inSteps<T extends { readonly touched: Touched }>(all: readonly T[]): T[][] {
  const steps: T[][] = []
  let known: Touched = new Set()
  for (const one of all) {
    if (steps.length === 0 || meet(known, one.touched)) {
      steps.push([])
      known = new Set()
    }
    steps.at(-1)?.push(one)
    known = both(known, one.touched)
  }
  return steps
}

const both = (one: Touched, other: Touched): Touched =>
  one === 'anything' || other === 'anything' ? 'anything' : new Set([...one, ...other])

function meet(known: Touched, touched: Touched): boolean {
  if (known === 'anything' || touched === 'anything') return known === 'anything' || known.size > 0
  return !known.isDisjointFrom(touched)
}
