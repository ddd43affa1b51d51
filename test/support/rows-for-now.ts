import { afterAll, beforeAll } from 'vitest'
import type { AnyOperation } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'

type Row = Pick<AnyOperation, 'name'> & Partial<AnyOperation>

/**
 * Puts rows into the table of operations while a file's tests run: made-up ones, and those of the table in another form. What they
 * leave out is as in `friends.check`.
 */
export function rowsForNow(...rows: readonly Row[]): void {
  const table = operations as Map<string, AnyOperation>
  const kept = new Map(rows.map(({ name }) => [name, table.get(name)]))
  beforeAll(() => {
    for (const row of rows) table.set(row.name, { ...table.get('friends.check')!, ...row })
  })
  afterAll(() => {
    for (const [name, row] of kept) {
      if (row) table.set(name, row)
      else table.delete(name)
    }
  })
}
