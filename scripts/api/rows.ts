import { operations } from '../../lib/operations/index.ts'
import { type LoadedShapes, shapesOf } from '../shapes-of.ts'
import { problemSchema } from './answers.ts'
import type { Components } from './components.ts'
import { type PrintedOperation, printOperation } from './operations.ts'

export const rows = [...operations.values()]

const loaded = new Map<string, LoadedShapes>()
for (const { name } of rows) loaded.set(name, await shapesOf(name))

/** The shapes of all rows, in their order. */
export const shapes: readonly LoadedShapes[] = [...loaded.values()]

/** All operations, with the problem that any of them may answer. */
export function printRows(components: Components): PrintedOperation[] {
  problemSchema(shapes, components)
  return rows.map((row) => printOperation(row, loaded.get(row.name) as LoadedShapes, components))
}
