import { afterAll, beforeAll } from 'vitest'
import { type Known, known } from '../../lib/operations/known.ts'

/**
 * Changes what is known of operations while a file's tests run: of made-up ones, whose effect is a read where they do not say, and
 * of those that there are.
 */
export function knownForNow(...rows: readonly (Pick<Known, 'name'> & Partial<Known>)[]): void {
  const table = known as Map<string, Known>
  const kept = new Map(rows.map(({ name }) => [name, table.get(name)]))
  beforeAll(() => {
    for (const row of rows) table.set(row.name, { effect: 'read', ...row })
  })
  afterAll(() => {
    for (const [name, row] of kept) {
      if (row) table.set(name, row)
      else table.delete(name)
    }
  })
}
