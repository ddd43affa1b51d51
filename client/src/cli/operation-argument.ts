import { type OperationRow, operations } from '../printed/table.ts'
import { Mistake } from './exit-codes.ts'
import { didYouMean } from './nearest.ts'

/** The names of all operations, as `family.operation`. */
export const operationNames = (): readonly string[] => Object.keys(operations)

/** The row of the operation that was asked for. @throws Mistake */
export function operationRow(name: string): OperationRow {
  if (Object.hasOwn(operations, name)) return operations[name as keyof typeof operations]
  const near = didYouMean(name, operationNames()) || ` docs/operations/ lists all ${operationNames().length}.`
  throw new Mistake(`No such operation: ${name}.${near}`)
}
