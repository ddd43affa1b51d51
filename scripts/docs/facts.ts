import type { AnyOperation } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'

/** What a start knows of operations, printed from their rows. */
export const FACTS = 'lib/operations/facts.ts'

const HEAD = `import type { Facts } from '../operation.ts'

/** Printed by \`npm run docs\` from the rows, which a start does not load (decision 0053). */

const read: Facts = { effect: 'read' }
const write: Facts = { effect: 'write' }
`

function factsOf({ name, effect, byName, rate, items }: AnyOperation): string {
  const more = Object.entries({ byName, rate, large: items?.large }).flatMap(([member, value]) =>
    value === undefined ? [] : [`, ${member}: ${typeof value === 'string' ? `'${value}'` : value}`],
  )
  return `  '${name}': ${more.length === 0 ? effect : `{ ...${effect}${more.join('')} }`},\n`
}

/** That file's text, in the order in which operations are listed. */
export const factsFile = (): string =>
  `${HEAD}
export const facts: Readonly<Record<string, Facts>> = {
${[...operations.values()].map(factsOf).join('')}}
`
